import asyncio
import sys


async def main():
    reader, writer = await asyncio.open_connection(sys.argv[1], int(sys.argv[2]))
    writer.write(b'3 4\n')
    print('sum:', await reader.readline())
    writer.close()

asyncio.run(main())
