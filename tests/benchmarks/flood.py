"""Many joins at once with a wrong code, from a process of their own: python -m tests.benchmarks.flood HOST:PORT NUMBER

Says when it is ready, begins with the line it is then sent, and says how many were answered.
"""

from __future__ import annotations

import asyncio
import sys

from tests.benchmarks.classroom import request


async def main(place: str, number: int) -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    told = await asyncio.gather(*(request(place, "POST", "/api/join", {"code": "WRONG2"}) for _ in range(number)))
    print(len(told), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
