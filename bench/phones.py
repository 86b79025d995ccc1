"""Phones of colleagues, as a process of its own: they join, look, answer at once, and send an
answer again until it is acknowledged.

`python -m bench.phones PORT SHARE WORD…`, with a number behind each word (`word=30`). Says READY
when all have joined, and what happened, as JSON, when its input ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests._cutting import Cutter

LOOK_EVERY = 1.2
"""Seconds, as in static/js/live-phone.js."""
REQUESTS_A_CONNECTION = 8
"""Then a new one: a phone in a pocket does not keep them long."""
PATIENCE = 6.0
_CHOICE = re.compile(r'name="choice" value="((\d+):[^"]+)"')
_COOKIE = re.compile(r"^set-cookie: ([^=]+)=([^;]*)", re.I | re.M)


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: str


@dataclass
class Phone:
    """One phone in one session."""

    port: int
    word: str
    chance: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    seen: dict[int, float] = field(default_factory=dict)
    acknowledged: list[float] = field(default_factory=list)
    chosen: dict[int, str] = field(default_factory=dict)
    tries: int = 0
    _stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _left: int = 0

    async def join(self) -> None:
        page = await self.ask("GET", f"/join/{self.word}")
        fields = {name: _field(page.body, name) for name in ("csrf_token", "ticket")}
        await self.ask("POST", f"/join/{self.word}", {**fields, "lang": "nl"})
        self.csrf = _field((await self.ask("GET", f"/join/{self.word}/play")).body, "csrf_token")

    async def live(self) -> None:
        tag = ""
        await asyncio.sleep(LOOK_EVERY * self.chance.random())
        while True:
            headers = {"If-None-Match": tag} if tag else {}
            page = await self.ask("GET", f"/join/{self.word}/state", headers=headers)
            if page.status in {401, 410}:
                return
            if page.status == 200:
                tag = _header(page.head, "etag")
                await self._answer(page.body)
            await asyncio.sleep(LOOK_EVERY * self.chance.uniform(0.8, 1.2))

    async def _answer(self, body: str) -> None:
        choices = [(match[1], int(match[2])) for match in _CHOICE.finditer(body)]
        if not choices or choices[0][1] in self.seen or "feedback/" in choices[0][0]:
            return
        step = choices[0][1]
        self.seen[step] = time.monotonic()
        for _again in range(2 if self.chance.random() < 0.1 else 1):
            choice = self.chance.choice(choices)[0]
            begin = time.monotonic()
            sent = await self.ask(
                "POST",
                f"/join/{self.word}/answer",
                {"csrf_token": self.csrf, "choice": choice},
                {"Accept": "application/json"},
            )
            if sent.status == 200:
                self.acknowledged.append(time.monotonic() - begin)
                self.chosen[step] = choice

    async def ask(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Tried again until there is an answer: what is cut off comes to nothing or counts once."""
        while True:
            try:
                answer = await asyncio.wait_for(self._once(method, path, form, headers), PATIENCE)
            except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError):
                self._drop()
                self.tries += 1
                await asyncio.sleep(self.chance.uniform(0.05, 0.4))
                continue
            if answer.status < 500 and answer.status != 429:
                return answer
            await asyncio.sleep(self.chance.uniform(0.1, 0.5))

    async def _once(
        self, method: str, path: str, form: dict[str, str] | None, headers: dict[str, str] | None
    ) -> Answer:
        if self._stream is None or not self._left:
            self._drop()
            self._stream = await asyncio.open_connection("127.0.0.1", self.port)
            self._left = REQUESTS_A_CONNECTION
        self._left -= 1
        reader, writer = self._stream
        body = urlencode(form or {}).encode()
        lines = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **(headers or {}),
        }
        if form is not None:
            lines |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(body)),
            }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        said = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = int(_header(said, "content-length") or 0)
        text = (await reader.readexactly(length)).decode() if length else ""
        self.cookies.update(dict(_COOKIE.findall(said)))
        return Answer(int(said.split(" ", 2)[1]), said, text)

    def _drop(self) -> None:
        if self._stream is not None:
            self._stream[1].transport.abort()
        self._stream = None


def _header(head: str, name: str) -> str:
    found = re.search(rf"^{name}: *(.*?)\r$", head, re.I | re.M)
    return found[1] if found else ""


def _field(body: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', body)
    if found is None:
        raise RuntimeError(f"no field {name} in: {body[:300]}")
    return found[1]


async def main(port: int, share: float, rooms: dict[str, int]) -> None:
    cutter = Cutter(port, share)
    server = await cutter.serve()
    through = server.sockets[0].getsockname()[1]
    phones = [
        Phone(through, word, random.Random(f"{word} {number}"))
        for word, count in rooms.items()
        for number in range(count)
    ]
    gate = asyncio.Semaphore(20)

    async def come_in(phone: Phone) -> None:
        async with gate:
            await phone.join()

    await asyncio.gather(*(come_in(phone) for phone in phones))
    lives = [asyncio.create_task(phone.live()) for phone in phones]
    print("READY", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for life in lives:
        life.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*lives, return_exceptions=True)
    server.close()
    told = {
        "opened": cutter.opened,
        "cut": cutter.cut,
        "tries": sum(phone.tries for phone in phones),
        "phones": [
            {
                "word": phone.word,
                "seen": phone.seen,
                "acknowledged": phone.acknowledged,
                "chosen": phone.chosen,
            }
            for phone in phones
        ],
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    wanted = dict(entry.split("=") for entry in sys.argv[3:])
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), {w: int(n) for w, n in wanted.items()}))
