import asyncio
import sys


async def serve(reader, writer):
    while line := await reader.readline():
        a, b = line.split()
        writer.write(str(int(a) + int(b)).encode())
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, 'localhost', int(sys.argv[1]))
    async with server:
        await server.serve_forever()

asyncio.run(main())
