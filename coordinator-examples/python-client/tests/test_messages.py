"""The examples of PROTOCOL.md: the client takes each message of the server, and each message that it sends has the fields of its example."""

import json
import re
import unittest

import paths
from fake_server import MODEL, Connection, FakeServer, a_client, a_round, module
from test_client import AFTER, ONES, ScriptCase

DOCUMENT = (paths.DOCS / "PROTOCOL.md").read_text(encoding="utf-8")


def examples(sender):
    found = [json.loads(text) for text in re.findall(rf"^```json {sender}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)]
    return {message["type"]: message for message in found}


def shape(message):
    """The fields with the kind of their values; of text, whether it is a number, hexadecimal digits or else."""
    kinds = {}
    for name, value in message.items():
        is_text = isinstance(value, str)
        number = is_text and re.fullmatch(r"-?\d+", value) and name in ("epoch", "height")
        digits = is_text and name in ("key", "signature", "seen") and re.fullmatch(r"([0-9a-f]{2})+", value)
        length = len(value) if name in ("key", "signature") else None
        kinds[name] = (type(value), bool(number), bool(digits), length)
    return kinds


class Recorder(Connection):
    """Keeps each message that the client sends."""

    messages = []

    async def take(self, kind):
        message = await super().take(kind)
        self.messages.append(message)
        return message


class MessagesTest(ScriptCase):
    async def test_what_the_client_sends_has_the_fields_of_the_examples(self):
        async def script(connection):
            server = Recorder(connection._socket, 1)
            await server.join()
            await server.warm_up()
            await server.train(health="200")
            await server.take("update")
            await server.relay(ONES)
            await server.take("witness")
            await server.end_round([0], AFTER)
            await super(Recorder, server).take("never")
