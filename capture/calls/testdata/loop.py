"""An echo with asyncio, for TestLinesOfLoop."""
import asyncio


async def handle(reader, writer):
    writer.write(await reader.readline())  # here: send
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b'hello\n')  # here: send
    assert await reader.readline() == b'hello\n'
    writer.close()
    server.close()


asyncio.run(main())
