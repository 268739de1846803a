#!/usr/bin/python3
"""How many inputs a server takes in a second, and how long clients wait for an answer.

Clients with new keys join. Then each sends a sign of life as soon as the one before is answered.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import time

import websockets
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coordinator_client import PROTOCOL, join_proof


class Member:
    """One client on one connection."""

    def __init__(self, socket, number: int):
        self._socket, self._name, self._key, self._join = socket, f"measure-{number}", Ed25519PrivateKey.generate(), None

    def _prove(self, hello: dict) -> dict:
        key = self._key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)
        proof = join_proof(bytes.fromhex(hello["nonce"]), bytes.fromhex(hello["serverKey"]), key, hello["runId"])
        return dict(type="join", protocol=PROTOCOL, runId=hello["runId"], key=key.hex(), name=self._name,
                    signature=self._key.sign(proof).hex())

    async def wait_for(self, kind: str):
        """Reads until a message of that kind. Joins, and joins again after a removal."""
        while True:
            message = json.loads(await self._socket.recv())
            if message["type"] == "error":
                raise SystemExit(f"the server says {message['code']}: {message['message']}")
            if message["type"] == "hello":
                self._join = json.dumps(self._prove(message))
            if message["type"] in ("hello", "removed"):
                await self._socket.send(self._join)
            if message["type"] == kind:
                return

    async def talk(self, until: float) -> list:
        """The seconds that each answer took."""
        waits = []
        while (sent := time.monotonic()) < until:
            await self._socket.send('{"type":"healthCheck"}')
            await self.wait_for("answer")
            waits.append(time.monotonic() - sent)
        return waits


async def measure(url: str, clients: int, seconds: float) -> list:
    """The seconds that each answer took."""
    async with contextlib.AsyncExitStack() as connections:
        sockets = [await connections.enter_async_context(websockets.connect(url, compression=None)) for _ in range(clients)]
        members = [Member(socket, number) for number, socket in enumerate(sockets)]
        await asyncio.gather(*(member.wait_for("joined") for member in members))
        until = time.monotonic() + seconds
        return [wait for waits in await asyncio.gather(*(member.talk(until) for member in members)) for wait in waits]


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", nargs="?", default="ws://127.0.0.1:8080/run", help="the server (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=1, help="how many clients talk at once (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="for how long (default: %(default)s)")
    arguments = parser.parse_args()
    waits = await measure(arguments.url, arguments.clients, arguments.seconds)
    centiles = statistics.quantiles(waits, n=100)
    print(f"{arguments.clients} clients: {len(waits) / arguments.seconds:,.0f} inputs a second;"
          f" an answer after {1e3 * centiles[49]:.1f} ms (median), {1e3 * centiles[98]:.1f} ms (99 of 100)")


if __name__ == "__main__":
    asyncio.run(main())
