"""The examples of PROTOCOL.md are one conversation: the client is told those of the server, and must say those of the client."""

import base64
import json
import re

import paths
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fake_server import FakeServer, a_client, a_round, digest, module
from test_client import ScriptCase

DOCUMENT = (paths.DOCS / "PROTOCOL.md").read_text(encoding="utf-8")


def examples(sender):
    found = re.findall(rf"^```json {sender}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    return {message["type"]: message for message in map(json.loads, found)}


SERVER, CLIENT = examples("server"), examples("client")


def shape(message):
    """The fields, with the JSON type of each and the length of what is hexadecimal."""
    def kind(value):
        coded = isinstance(value, str) and re.fullmatch(r"([0-9a-f]{2}){32,}", value)
        return len(value) if coded else type(value).__name__

    return {name: kind(value) for name, value in message.items()}


class MessagesTest(ScriptCase):
    async def test_the_conversation_of_the_document(self):
        async def script(server):
            async def told(kind):
                self.assertEqual(CLIENT[kind], await server.take(kind))

            async def tell(kind, **other):
                await server.send_as_is({**SERVER[kind], **other})

            await tell("hello")
            join = await server.take("join")
            await tell("joined")
            await tell("status", state="WARMUP", round=None, healthCheckMillis="200")
            await told("fetchModel")
            await tell("model")
            await told("ready")
            await tell("answer")
            await told("healthCheck")
            await tell("seated")
            await tell("status", news="is ignored")
            await told("update")
            await tell("peerUpdate")
            await told("witness")
            await tell("roundResult")
            await server.send("news", field="is ignored")
            await tell("removed")
            self.assertEqual(join, await server.take("join"))
            await tell("joined")
            await client.leave()
            await told("leave")
            said.update({message["type"]: message for message in server.taken})
            await tell("answer", to="leave")
            await server.closed()

        said, results, change = {}, [], base64.b64decode(CLIENT["update"]["change"])
        async with FakeServer(script) as server:
            client = a_client(server, lambda work: change, on_result=results.append)
            await server.serve(client.run())
        self.assertEqual(set(CLIENT), set(said))
        self.assertEqual(shape(CLIENT["join"]), shape(said["join"]))
        self.assertEqual([SERVER["roundResult"]], results)
        self.assertEqual(SERVER["roundResult"]["modelHash"], digest(client.weights))

    async def test_the_error(self):
        async def script(server):
            await server.send_as_is(SERVER["error"])
            await server.closed()

        self.assertEqual("MISSING_FIELD", await self.refused(script))

    def test_the_signature_of_the_join_proves_its_key(self):
        hello, join = SERVER["hello"], CLIENT["join"]
        nonce, server_key, key = (bytes.fromhex(value) for value in (hello["nonce"], hello["serverKey"], join["key"]))
        proof = module.join_proof(nonce, server_key, key, hello["runId"])
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(join["signature"]), proof)

    def test_the_scripts_of_the_other_tests_have_the_fields_of_a_round(self):
        self.assertEqual(shape(SERVER["status"]["round"]), shape(a_round()))
