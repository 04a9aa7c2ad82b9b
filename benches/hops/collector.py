"""Takes spans and forgets them: `collector.py PORT`."""

import asyncio
import sys


async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers each POST of a connection with an empty 200."""
    while head := await reader.readuntil(b"\r\n\r\n"):
        lines = head.decode("latin-1").lower().splitlines()
        length = next((line.partition(":")[2] for line in lines if line.startswith("content-length")), "0")
        await reader.readexactly(int(length))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")


async def main(port: int) -> None:
    """Serves until it is stopped."""
    server = await asyncio.start_server(take, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
