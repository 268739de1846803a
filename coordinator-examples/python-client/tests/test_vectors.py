"""Every number of protocol-vectors.json, as the module and the trainer compute it."""

import base64
import json
import struct
import unittest
from hashlib import sha256

import paths
import numpy as np
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import coordinator_client as module
from digits import ROWS, Digits

VECTORS = json.loads((paths.DOCS / "protocol-vectors.json").read_text(encoding="utf-8"))


def each(kind):
    assert VECTORS[kind], f"no vectors of {kind}"
    return VECTORS[kind]


class VectorsTest(unittest.TestCase):
    def test_all_kinds_are_checked(self):
        # A client needs no clips: the server clips.
        self.assertEqual({"rounds", "bitmaps", "weights", "merges", "clips", "signatures", "digits"}, set(VECTORS))

    def test_positions_roles_and_shares(self):
        for of in each("rounds"):
            with self.subTest(seed=of["seed"]):
                parts = module.parts({**of, "witnessCount": of["clientCount"]})
                self.assertEqual(of["witnessPositions"], [part.position for part in parts])
                self.assertEqual(of["roles"], [part.role for part in parts])
                shares = [[str(part.first), str(part.first + part.count - 1)] if part.count else None for part in parts]
                self.assertEqual(of["shares"], shares)

    def test_witnesses_are_the_first_positions(self):
        for of in each("rounds"):
            with self.subTest(seed=of["seed"]):
                expected = [place if place < of["witnessCount"] else None for place in of["witnessPositions"]]
                self.assertEqual(expected, [part.position for part in module.parts(of)])

    def test_an_unknown_order_of_data_is_refused(self):
        with self.assertRaisesRegex(ValueError, "SPIRAL"):
            module.parts({**each("rounds")[0], "dataOrder": "SPIRAL"})

    def test_bitmaps(self):
        for vector in each("bitmaps"):
            self.assertEqual(vector["bytes"], module.bitmap(vector["clientCount"], vector["seen"]).hex())

    def test_weights(self):
        for vector in each("weights"):
            data = base64.b64decode(vector["base64"])
            self.assertEqual(data, struct.pack(f"<{len(vector['floats'])}f", *map(float, vector["floats"])))
            self.assertEqual(vector["hash"], sha256(data).hexdigest())

    def test_merges(self):
        for vector in each("merges"):
            changes = [base64.b64decode(change) for change in vector["changes"]]
            merged = module.merge(base64.b64decode(vector["model"]), changes)
            self.assertEqual(vector["merged"], base64.b64encode(merged).decode())
            self.assertEqual(vector["hash"], sha256(merged).hexdigest())

    def test_a_merge_has_the_bits_of_32_bit_arithmetic(self):
        random = np.random.default_rng(5)
        for count in (1, 2, 3, 7, 16):
            scale = np.float32(10) ** random.integers(-30, 10, 500).astype(np.float32)
            model, *changes = [(random.standard_normal(500).astype(np.float32) * scale) for _ in range(count + 1)]
            total = np.zeros(500, np.float32)
            for change in changes:
                total = total + change
            expected = model + total / np.float32(count)
            self.assertEqual(expected.tobytes(), module.merge(model.tobytes(), [change.tobytes() for change in changes]))

    def test_signatures(self):
        for vector in each("signatures"):
            key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["secretKey"]))
            public = key.public_key().public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)
            nonce, server = bytes.fromhex(vector["nonce"]), bytes.fromhex(vector["serverKey"])
            message = module.join_proof(nonce, server, public, vector["runId"])
            self.assertEqual(vector["key"], public.hex())
            self.assertEqual(vector["message"], message.hex())
            self.assertEqual(vector["signature"], key.sign(message).hex())

    def test_digits(self):
        digits = Digits(ROWS)
        for vector in each("digits"):
            row = int(vector["dataIndex"]) % digits.trained
            self.assertEqual(vector["row"], row)
            self.assertEqual(vector["digit"], digits.labels[row])
            self.assertEqual([1, *vector["pixels"]], digits.rows[row].tolist())


if __name__ == "__main__":
    unittest.main()
