"""A client of a training run, by coordinator-core/docs/PROTOCOL.md.

    client = Client("ws://127.0.0.1:8080/run", load_key("client.pem"), "ada", train)
    asyncio.run(client.run())

`train` gets a `Work` and returns how the weights change. It runs in a thread, so that the client goes on giving signs of life.
Weights and changes are bytes: 32-bit floats, little-endian, as the machine must be.
"""

import asyncio
import base64
import contextlib
import json
import logging
import math
import random
import threading
import time
from array import array
from collections import namedtuple
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import websockets
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PROTOCOL, MAX_MESSAGE, HELLO_SECONDS, FIRST_WAIT, LONGEST_WAIT = 1, 1 << 24, 30, 0.5, 30
log = logging.getLogger("coordinator")


class Refused(Exception):
    """The server ended the connection with an error, or removed the client for good."""

    def __init__(self, code: str, message: str, retry: bool = False):
        super().__init__(f"{code}: {message}")
        self.code, self.retry = code, retry


# What a client does in a round: its role, its position if it is a witness or else None, and its data: count from index first on.
Part = namedtuple("Part", "role position first count")

# What to train: the data from the weights, with the fields `model` and `round` of the status. The event `over` is set once the
# result has no more use; `train` may then return None.
Work = namedtuple("Work", "weights first count model round over")


def load_key(path: str) -> Ed25519PrivateKey:
    """Reads the secret key from a PEM file, and makes both if there is no file."""
    file = Path(path)
    if not file.exists():
        key = Ed25519PrivateKey.generate()
        file.touch(0o600, exist_ok=False)
        file.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))
    return form.load_pem_private_key(file.read_bytes(), None)


def join_proof(nonce: bytes, server_key: bytes, key: bytes, run_id: str) -> bytes:
    """The bytes that a client signs to join."""
    return b"coordinator-join-1\0" + nonce + server_key + key + run_id.encode()


def position(seed32: bytes, count: int, index: int) -> int:
    """Where index ends up in the permutation of 0 … count − 1 that the seed gives."""
    for r in range(90):
        seed = seed32 + bytes([r])
        flip = (int.from_bytes(sha256(seed).digest()[:8], "little") + count - index) % count
        high = max(index, flip)
        bits = sha256(seed + (high // 256).to_bytes(4, "little")).digest()
        if bits[high % 256 // 8] >> high % 8 & 1:
            index = flip
    return index


def parts(of: dict) -> list:
    """The part of each client, by index, in the round that the field `round` of a status describes."""
    count, state = of["clientCount"], int(of["seed"]) % 2**64
    seed32 = sha256(state.to_bytes(8, "little")).digest()
    seeds = [sha256(seed32 + salt).digest() for salt in (b"witness", b"committee")]
    witnesses, roles = ([position(each, count, index) for index in range(count)] for each in seeds)
    trainers = [i for i in range(count) if roles[i] >= count * of["verificationPercent"] // 100]
    if of["dataOrder"] == "UNIFORM":
        trainers.sort(key=roles.__getitem__)
    elif of["dataOrder"] == "PSYCHE":
        for i in range(len(trainers) - 1, 0, -1):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            j = state % (i + 1)
            trainers[i], trainers[j] = trainers[j], trainers[i]
    else:
        raise ValueError(f"dataOrder {of['dataOrder']} is neither UNIFORM nor PSYCHE")
    elected = [place if place < of["witnessCount"] else None for place in witnesses]
    result, first = [Part("VERIFIER", place, 0, 0) for place in elected], int(of["firstDataIndex"])
    for place, index in enumerate(trainers):
        size = of["batchSize"] // len(trainers) + (place < of["batchSize"] % len(trainers))
        result[index] = Part("TRAINER", elected[index], first, size)
        first += size
    return result


def bitmap(count: int, seen) -> bytes:
    """One bit for each of `count` clients, 1 for those whose index is in `seen`."""
    return sum(1 << index for index in set(seen)).to_bytes((count + 7) // 8, "little")


def merge(weights: bytes, changes: list) -> bytes:
    """The weights after a confirmed round. The changes are those of the contributors, by ascending index."""
    if not changes:
        return weights
    # Python computes in 64 bits, and the array rounds each result to 32: the same bits as one operation in 32.
    total = array("f", bytes(len(weights)))
    for change in changes:
        total = array("f", map(float.__add__, total, array("f", change)))
    mean = array("f", [value / len(changes) for value in total])
    return array("f", map(float.__add__, array("f", weights), mean)).tobytes()


def name_of(of: dict) -> dict:
    """The fields that name a round."""
    return {"epoch": of["epoch"], "height": of["height"]}


def worth_retrying(error: Exception) -> bool:
    """Whether to connect again after a connection that ended with this error."""
    if isinstance(error, Refused):
        return error.retry
    vain = getattr(error, "status_code", 500) < 500 or getattr(error, "code", None) == 1009
    network = isinstance(error, (OSError, asyncio.TimeoutError, websockets.WebSocketException))
    return network and not vain and not isinstance(error, websockets.InvalidURI)


class Client:
    """Takes part in one run. Call it in the event loop only. `on_result` is called with each roundResult, after the merge.
    `url` may be a list, where several servers keep the run."""

    def __init__(self, url, key: Ed25519PrivateKey, name: str, train, on_result=lambda result: None, server_key: bytes = None):
        self._urls, self._leader, self._tries = [url] if isinstance(url, str) else list(url), None, 0
        self._key, self._name, self._pinned, self._train, self._listen = key, name, server_key, train, on_result
        self._round, self._parts, self._updates = None, [], {}  # the open round, the part of each client, the changes that came
        self._trained, self._change, self._training = None, None, None  # the last round in which it trained, and its change
        self.weights, self._over, self._leaving, self._wait = b"", threading.Event(), asyncio.Event(), FIRST_WAIT
        self._longest_wait = LONGEST_WAIT
        self._begin(None)

    def _begin(self, socket):
        """Starts with a new connection. What belongs to a round stays."""
        self._socket, self._join, self._joining, self._left = socket, None, False, False
        self.state, self._status, self._seat = None, None, None
        self._wanted, self._asked, self._fetching = "", None, False  # the hash to have, and the last one that it asked for
        self._ready, self._sent, self._attested = False, None, None
        self._last_sign, self._sign_seconds = time.monotonic(), HELLO_SECONDS

    async def run(self):
        """Returns when the run is finished or the client has left. Raises Refused if the server does not take the client."""
        while not self._leaving.is_set():
            try:
                async with websockets.connect(self._where(), compression=None, max_size=MAX_MESSAGE) as socket:
                    return await self._converse(socket)
            except Exception as error:
                if self.state == "FINISHED" or self._leaving.is_set():
                    return
                if not worth_retrying(error):
                    self._over.set()
                    raise
                self._begin(None)
                self._tries += 1
                pause = min(self._wait, self._longest_wait) * random.uniform(0.5, 1)
                self._wait = min(2 * self._wait, LONGEST_WAIT)
                log.warning("not connected (%s); trying again in %.1f s", error or type(error).__name__, pause)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), pause)

    def _where(self) -> str:
        """The leader, if a server has just named it, else the next server of the list."""
        leader, self._leader = self._leader, None
        return leader or self._urls[self._tries % len(self._urls)]

    async def leave(self):
        """Leaves the epoch. `run` returns once the server has answered, or at once if the client has not joined."""
        self._leaving.set()
        self._over.set()
        if self.state:
            await self._send("leave")
        elif self._socket:
            await self._socket.close()

    async def _converse(self, socket):
        """Takes messages and the results of training, and gives signs of life, until the client is done."""
        self._begin(socket)
        receiving = asyncio.ensure_future(socket.recv())
        try:
            while not self._left and (self.state != "FINISHED" or self._fetching):
                pause = max(0, self._last_sign + self._sign_seconds - time.monotonic())
                await asyncio.wait({receiving, self._training} - {None}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                if receiving.done():
                    await self._take(json.loads(receiving.result()))
                    receiving = asyncio.ensure_future(socket.recv())
                if self._training and self._training.done():
                    training, self._training = self._training, None
                    if training.exception():
                        raise RuntimeError("the callback train failed") from training.exception()
                    self._change = training.result()
                if time.monotonic() >= self._last_sign + self._sign_seconds:
                    if not self.state:
                        raise asyncio.TimeoutError(f"no status in {HELLO_SECONDS} s")
                    self._last_sign = time.monotonic()
                    await self._send("healthCheck")
                await self._act()
        finally:
            receiving.cancel()

    async def _send(self, kind: str, **fields):
        await self._socket.send(json.dumps({"type": kind, **fields}))

    async def _take(self, message: dict):
        """Records what the server says. Unknown types are ignored."""
        kind = message["type"]
        if kind == "error":
            raise Refused(message["code"], message["message"], message["retry"])
        elif kind == "leader":
            self._leader = urlsplit(self._urls[0])._replace(netloc=message["address"]).geturl()
        elif kind == "hello":
            self._join = self._prove(message)
            await self._send_join()
        elif kind == "joined":
            self._joining, self._wait = False, FIRST_WAIT
        elif kind == "seated":
            self._seat = message
        elif kind == "status":
            self._take_status(message)
        elif kind == "model":
            self._fetching, self.weights = False, base64.b64decode(message["weights"])
        elif kind == "peerUpdate" and name_of(message) == self._round:
            change = base64.b64decode(message["change"])
            whole = len(change) == len(self.weights or change) and sha256(change).hexdigest() == message["hash"]
            if whole and all(map(math.isfinite, array("f", change))):
                self._updates[message["index"]] = change
        elif kind == "roundResult":
            self._take_result(message, message["contributors"])
        elif kind == "removed":
            log.warning("removed in epoch %s: %s", message["epoch"], message["cause"])
            self._seat = None
            if not message["mayJoin"]:
                raise Refused(message["cause"], "the client was removed and may not join again")
            await self._send_join()
        elif kind == "answer" and message["to"] == "leave":
            self._left = True
        elif kind == "answer" and message["to"] == "healthCheck" and message["outcome"] == "NOT_A_MEMBER":
            await self._send_join()

    def _prove(self, hello: dict) -> dict:
        """The fields of the join, with the proof for this connection that the client has the key."""
        server_key, run_id = bytes.fromhex(hello["serverKey"]), hello["runId"]
        if hello["protocol"] != PROTOCOL:
            raise Refused("WRONG_PROTOCOL", f"the server speaks version {hello['protocol']} of the protocol, not {PROTOCOL}")
        if self._pinned not in (None, server_key):
            raise Refused("OTHER_SERVER", f"the key of the server is {server_key.hex()}, not {self._pinned.hex()}")
        key = self._key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)
        signature = self._key.sign(join_proof(bytes.fromhex(hello["nonce"]), server_key, key, run_id))
        return dict(protocol=PROTOCOL, runId=run_id, key=key.hex(), name=self._name, signature=signature.hex())

    async def _send_join(self):
        if not self._joining and not self._leaving.is_set():
            self._joining = True
            await self._send("join", **self._join)

    def _take_status(self, status: dict):
        self.state, self._status, self._wanted, self._ready = status["state"], status, status["modelHash"], False
        self._sign_seconds = int(status["healthCheckMillis"]) / 4000 or math.inf
        self._longest_wait = min(self._sign_seconds, LONGEST_WAIT)  # so that it is back before it counts as silent
        now = name_of(status["round"]) if self.state in ("ROUND_TRAIN", "ROUND_WITNESS") else None
        if now != self._round:
            self._over.set()
            self._round, self._parts, self._updates = now, [], {}

    def _take_result(self, result: dict, contributors: list):
        known = name_of(result) == self._round and self._updates.keys() >= set(contributors)
        if result["confirmed"] and self.weights and known:
            self.weights = merge(self.weights, [self._updates[index] for index in contributors])
        self._wanted, self._round = result["modelHash"], None
        self._over.set()
        self._listen(result)

    async def _act(self):
        """Does what the state asks for and was not done yet."""
        if not self.state or self._leaving.is_set():
            return
        of, mine, has_model = self._status["round"], None, sha256(self.weights).hexdigest() == self._wanted
        if of and self._seat and of["rosterVersion"] == self._seat["rosterVersion"]:
            self._parts = self._parts or parts(of)
            mine = self._parts[self._seat["index"]]
        if not (has_model or self._fetching or self._asked == self._wanted) and (mine or self.state in ("WARMUP", "FINISHED")):
            self._fetching, self._asked = True, self._wanted
            await self._send("fetchModel")
        if self.state == "WARMUP" and has_model and not self._ready:
            self._ready = True
            await self._send("ready", epoch=self._status["epoch"])
        if mine and self._round:
            if mine.count and has_model and self.state == "ROUND_TRAIN" and self._round != self._trained and not self._training:
                self._trained, self._change, self._over = self._round, None, threading.Event()
                work = Work(self.weights, mine.first, mine.count, self._status["model"], of, self._over)
                self._training = asyncio.ensure_future(asyncio.to_thread(self._train, work))
            await self._report(mine)

    async def _report(self, mine: Part):
        """Sends the change and the proof, each once on a connection."""
        if self._change is not None and self._trained == self._round != self._sent:
            self._sent = self._round
            await self._send("update", **self._round, change=base64.b64encode(self._change).decode())
        seen = {index for index, part in enumerate(self._parts) if not part.count or index in self._updates}
        due = self.state == "ROUND_WITNESS" or len(seen) == len(self._parts)
        if mine.position is not None and due and self._attested != self._round:
            self._attested, bits = self._round, bitmap(len(self._parts), seen).hex()
            await self._send("witness", **self._round, index=self._seat["index"], position=mine.position, seen=bits)
