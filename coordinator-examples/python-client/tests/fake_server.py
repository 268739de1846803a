"""A server in the test's process that plays one script for each connection."""

import asyncio
import base64
import contextlib
import json
from hashlib import sha256

import paths  # noqa: F401
import websockets
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

import coordinator_client as module

SERVER_KEY = bytes([7]) * 32
MODEL = module.array("f", [1, 2, 3]).tobytes()
SECONDS = 10


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def a_round(height=0, **other) -> dict:
    """A round in which every client trains and witnesses."""
    fields = dict(epoch="0", height=str(height), seed="5", firstDataIndex="0", batchSize=8, rosterVersion="2", clientCount=1,
                  witnessCount=other.get("clientCount", 1), verificationPercent=0, dataOrder="UNIFORM", participation="BITMAP")
    return {**fields, **other}


class Connection:
    """One connection, as the server sees it."""

    def __init__(self, socket, number):
        self._socket, self.nonce, self.taken = socket, bytes([number]) * 32, []

    async def send(self, kind, /, **fields):
        await self.send_as_is({"type": kind, **fields})

    async def send_as_is(self, message):
        await self._socket.send(json.dumps(message))

    async def take(self, kind) -> dict:
        """The next message but signs of life, which must be of this kind."""
        while True:
            message = json.loads(await asyncio.wait_for(self._socket.recv(), SECONDS))
            self.taken.append(message)
            if message["type"] == kind:
                return message
            assert message["type"] == "healthCheck", f"{message} came, not {kind}"

    async def messages(self):
        """All messages until the client closes the connection."""
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                yield json.loads(await self._socket.recv())

    async def hello(self, run_id="ünï", **other):
        fields = dict(protocol=1, serverKey=SERVER_KEY.hex(), nonce=self.nonce.hex(), runId=run_id)
        await self.send("hello", **{**fields, **other})

    async def take_join(self, run_id="ünï") -> dict:
        """The join, whose signature must prove the key for this connection."""
        join = await self.take("join")
        key = bytes.fromhex(join["key"])
        proof = b"coordinator-join-1\0" + self.nonce + SERVER_KEY + key + run_id.encode()
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(join["signature"]), proof)
        return join

    async def join(self, outcome="ACCEPTED"):
        await self.hello()
        await self.take_join()
        await self.send("joined", outcome=outcome)

    async def status(self, state, round=None, model=MODEL, health="0"):
        await self.send("status", runId="ünï", state=state, epoch="0", step="1", totalSteps="9", stateMillis=None,
                        healthCheckMillis=health, coldStart=True, tokens="0", checkpoint=None, round=round,
                        model=dict(hiddenUnits=1, localPasses=1, learningRate=0.1, maxUpdateNorm=10.0), modelHash=digest(model))

    async def warm_up(self, model=MODEL):
        await self.status("WARMUP", model=model)
        await self.take("fetchModel")
        await self.send("model", hash=digest(model), weights=text(model))
        await self.take("ready")
        await self.answer("ready", "RECORDED")

    async def answer(self, to, outcome, kind="DONE"):
        await self.send("answer", to=to, outcome=outcome, kind=kind)

    async def train(self, round=None, index=0, **other):
        await self.send("seated", rosterVersion="2", index=index)
        await self.status("ROUND_TRAIN", round or a_round(), **other)

    async def relay(self, change, index=0, height=0):
        await self.send("peerUpdate", epoch="0", height=str(height), index=index, hash=digest(change), change=text(change))

    async def end_round(self, contributors, model, height=0, confirmed=True):
        await self.send("roundResult", epoch="0", height=str(height), confirmed=confirmed, contributors=contributors,
                        modelHash=digest(model))

    async def finish(self, model=MODEL):
        """The end of the run, after which the client closes the connection."""
        await self.status("FINISHED", model=model)
        await self.closed()

    async def finish_after_fetch(self, model=MODEL):
        """The same, for a client that does not have the model."""
        await self.status("FINISHED", model=model)
        await self.take("fetchModel")
        await self.send("model", hash=digest(model), weights=text(model))
        await self.closed()

    async def closed(self):
        await asyncio.wait_for(self._socket.wait_closed(), SECONDS)

    async def fail(self, code, retry):
        await self.send("error", code=code, field=None, message="it is so", retry=retry)


class FakeServer:
    """`async with FakeServer(first, second)`: the first connection plays the script `first`, the next one `second`."""

    def __init__(self, *scripts, port=0):
        self._scripts, self._port, self._played = scripts, port, 0

    async def __aenter__(self):
        self._fault = asyncio.get_running_loop().create_future()
        self._server = await websockets.serve(self._play, "127.0.0.1", self._port)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/run"
        return self

    async def __aexit__(self, kind, fault, trace):
        self._server.close()
        await self._server.wait_closed()
        if self._fault.done() and fault is not self._fault.exception():
            raise self._fault.exception()
        if fault is None:
            assert self._played == len(self._scripts), f"{self._played} connections of {len(self._scripts)} came"

    async def serve(self, running):
        """Waits until the client that is running has ended. A fault of a script ends the test."""
        running = asyncio.ensure_future(running)
        await asyncio.wait({running, self._fault}, timeout=2 * SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            running.cancel()
            assert self._fault.done(), "the client has not ended"
            self._fault.result()
        running.result()

    async def _play(self, socket):
        self._played += 1
        try:
            await self._scripts[self._played - 1](Connection(socket, self._played))
        except Exception as fault:
            if not self._fault.done():
                self._fault.set_exception(fault)


def a_client(server, train=lambda work: module.array("f", [1, 1, 1]).tobytes(), **other) -> module.Client:
    return module.Client(server.url, Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32), "ada", train, **other)
