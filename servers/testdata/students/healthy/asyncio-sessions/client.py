import asyncio
async def main():
    r, w = await asyncio.open_connection('127.0.0.1', 12000)
    for i in range(4):
        w.write(b'x' * i + b'\n')
        await w.drain()
        print(await r.readline())
        await asyncio.sleep(0.1)
    w.close()
    await w.wait_closed()
asyncio.run(main())
