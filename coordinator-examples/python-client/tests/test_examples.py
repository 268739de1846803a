"""The trainer learns, and the PyTorch loop is Python. PyTorch itself is not needed."""

import threading
import unittest

import paths
import numpy as np

from coordinator_client import Work
from digits import ROWS, Digits
from fake_server import FakeServer
from measure import measure

SETTINGS = {"hiddenUnits": 16, "localPasses": 3, "learningRate": 0.05}
WEIGHTS = (np.random.default_rng(7).standard_normal(16 * 65 + 10 * 17) * 0.1).astype("<f4")


def work(first, count):
    return Work(WEIGHTS.tobytes(), first, count, SETTINGS, {}, threading.Event())


class DigitsTest(unittest.TestCase):
    def setUp(self):
        self.digits = Digits(ROWS)

    def test_a_share_teaches_most_digits(self):
        change = np.frombuffer(self.digits.train(work(0, 200)), "<f4")
        before, after = (self.digits.accuracy(weights.tobytes(), 16) for weights in (WEIGHTS, WEIGHTS + change))
        self.assertLess(before, 0.3)
        self.assertGreater(after, 0.7)

    def test_the_first_row_moves_the_weights_down_the_slope(self):
        """The change for one row is the learning rate times the slope, which differences tell as well."""
        row, label = self.digits.rows[0].astype(float), self.digits.labels[0]
        weights, rate, step = WEIGHTS.astype(float), 0.05, 1e-5

        def loss(at):
            hidden, output = at[:16 * 65].reshape(16, 65), at[16 * 65:].reshape(10, 17)
            sums = output @ np.concatenate([[1], np.tanh(hidden @ row)])
            return np.log(np.exp(sums).sum()) - sums[label]

        one_pass = work(0, 1)._replace(model={**SETTINGS, "localPasses": 1})
        change = np.frombuffer(self.digits.train(one_pass), "<f4")
        for index in range(0, len(weights), 7):
            shift = np.zeros(len(weights))
            shift[index] = step
            slope = (loss(weights + shift) - loss(weights - shift)) / (2 * step)
            self.assertAlmostEqual(-rate * slope, change[index], places=6)

    def test_the_rows_begin_anew_after_the_last(self):
        self.assertEqual(self.digits.train(work(3, 2)), self.digits.train(work(1437 * 10**12 + 3, 2)))

    def test_it_stops_when_the_round_is_over(self):
        stopped = work(0, 10**9)
        stopped.over.set()
        self.assertIsNone(self.digits.train(stopped))


class MeasureTest(unittest.IsolatedAsyncioTestCase):
    async def test_each_answer_is_timed(self):
        answered = []

        async def script(server):
            await server.join()
            async for message in server.messages():
                self.assertEqual("healthCheck", message["type"])
                answered.append(message)
                await server.send("status")
                await server.answer("healthCheck", "RECORDED")

        async with FakeServer(script, script) as server:
            waits = await measure(server.url, 2, 0.2)
        self.assertEqual(len(answered), len(waits))
        self.assertGreater(min(waits), 0)
        self.assertGreater(len(waits), 2)


class TorchTest(unittest.TestCase):
    def test_its_syntax(self):
        path = paths.CLIENT / "torch_loop.py"
        compile(path.read_text(encoding="utf-8"), path, "exec")


if __name__ == "__main__":
    unittest.main()
