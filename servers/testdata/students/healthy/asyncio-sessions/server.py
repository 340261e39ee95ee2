import asyncio
async def handle(reader, writer):
    try:
        while data := await reader.readline():
            await asyncio.sleep(0.05)
            writer.write(b'%d\n' % len(data))
            await writer.drain()
    finally:
        writer.close()
        await writer.wait_closed()
async def main():
    srv = await asyncio.start_server(handle, '127.0.0.1', 12000)
    async with srv:
        await srv.serve_forever()
asyncio.run(main())
