import asyncio
import sys


async def main():
    reader, writer = await asyncio.open_connection(sys.argv[1], int(sys.argv[2]))
    for word in ['hello', 'world']:
        writer.write(word.encode() + b'\n')
        await writer.drain()
        line = await reader.readline()
        print(line.decode().strip())
    writer.close()
    await writer.wait_closed()


asyncio.run(main())
