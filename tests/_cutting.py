"""A proxy that cuts some connections in the middle of what they carry, as bad Wi-Fi does."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import dataclass, field


@dataclass
class Cutter:
    """Forwards to a port of this machine; of `share` of its connections only the first bytes come
    back. `cut` counts them."""

    port: int
    share: float
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    opened: int = 0
    cut: int = 0

    async def serve(self) -> asyncio.Server:
        """Start on a free port of this machine."""
        return await asyncio.start_server(self._connection, "127.0.0.1", 0)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        left = None
        if self.chance.random() < self.share:
            self.cut += 1
            left = self.chance.randint(0, 3000)
        try:
            there, to_there = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            writer.transport.abort()
            return
        ways = [
            asyncio.create_task(_pass_on(reader, to_there, None)),
            asyncio.create_task(_pass_on(there, writer, left)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            pass  # the proxy closes
        finally:
            for way in ways:
                way.cancel()
            for side in (writer, to_there):
                side.transport.abort()


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: int | None
) -> None:
    """Until the end, or `left` bytes."""
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            if left is not None and len(data) >= left:
                writer.write(data[:left])
                return
            left = None if left is None else left - len(data)
            writer.write(data)
            await writer.drain()
