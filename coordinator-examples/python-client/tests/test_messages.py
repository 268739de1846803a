"""The examples of PROTOCOL.md: those of the server are taken, and what the client sends has the fields of those of the client."""

import json
import re

import paths
from fake_server import FakeServer, a_client, a_round
from test_client import AFTER, ONES, ScriptCase

DOCUMENT = (paths.DOCS / "PROTOCOL.md").read_text(encoding="utf-8")


def examples(sender):
    found = re.findall(rf"^```json {sender}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    return {message["type"]: message for message in map(json.loads, found)}


def shape(message):
    """The fields with the JSON type of each, and whether a text is a number or bytes."""
    def kind(value):
        coded = isinstance(value, str) and re.fullmatch(r"-?\d+|([0-9a-f]{2})+", value)
        return "64-bit number or bytes" if coded else type(value).__name__

    return {name: kind(value) for name, value in message.items()}


class MessagesTest(ScriptCase):
    async def test_what_the_client_sends_has_the_fields_of_the_examples(self):
        async def script(server):
            await server.join()
            await server.warm_up()
            await server.train(health="200")
            await server.take("update")
            await server.take("healthCheck")
            await server.relay(ONES)
            await server.take("witness")
            await server.end_round([0], AFTER)
            await client.leave()
            await server.take("leave")
            await server.answer("leave", "RECORDED")
            sent.update({message["type"]: message for message in server.taken})

        sent = {}
        async with FakeServer(script) as server:
            client = a_client(server)
            await server.serve(client.run())
        expected = examples("client")
        self.assertEqual(set(expected), set(sent))
        for kind, message in expected.items():
            with self.subTest(kind=kind):
                self.assertEqual(shape(message), shape(sent[kind]))

    async def test_the_client_takes_the_examples_of_the_server(self):
        expected = examples("server")
        order = ["hello", "joined", "status", "seated", "model", "peerUpdate", "answer", "removed", "roundResult"]
        self.assertEqual({*order, "error"}, set(expected))

        async def script(server):
            for kind in order:
                await server.send_as_is(expected[kind])
            await server.send("news", that="is not known")
            await server.send_as_is({**expected["status"], "news": 1, "healthCheckMillis": "200"})
            await server.take("join")
            await server.take("fetchModel")
            await server.take("join")  # it was removed
            await server.take("healthCheck")
            await server.send_as_is(expected["error"])
            await server.closed()

        results = []
        self.assertEqual("MISSING_FIELD", await self.refused(script, on_result=results.append))
        self.assertEqual([expected["roundResult"]], results)

    def test_the_examples_of_this_test_s_server_are_those_of_the_document(self):
        """The scripts must speak as the real server does."""
        status = examples("server")["status"]
        self.assertEqual(list(status["round"]), list(a_round()))
        self.assertEqual(shape(status["round"]), shape(a_round()))
