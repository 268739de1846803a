#!/usr/bin/python3
"""Trains the testnet's digits with numpy, beside clients in any language. `digits.py --help` says how to start it."""

import argparse
import asyncio
import gzip
import logging
import signal
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

from coordinator_client import Client, Refused, Work, load_key

ROWS = Path(__file__).parent.parent / "local-testnet/src/main/resources/io/github/coordinator/examples/localtestnet/digits.csv.gz"


class Digits:
    """The rows, each a 1 for the bias and 64 pixels, with its digit. The first four fifths are for training."""

    def __init__(self, path):
        with gzip.open(path, "rt", encoding="ascii") as file:
            table = np.loadtxt(file, delimiter=",", dtype=np.float32)
        self.rows = np.hstack([np.ones((len(table), 1), np.float32), table[:, :64] / np.float32(16)])
        self.labels = table[:, 64].astype(int)
        self.trained = len(table) * 4 // 5

    def train(self, work: Work):
        """Stochastic gradient descent through the rows of the share, in order. Stops when the result has no more use."""
        before = np.frombuffer(work.weights, "<f4")
        weights = before.copy()
        hidden, output = layers(weights, work.model["hiddenUnits"])
        rate = np.float32(work.model["learningRate"])
        for _ in range(work.model["localPasses"]):
            for index in range(work.first, work.first + work.count):
                if work.over.is_set():
                    return None
                row, label = self.rows[index % self.trained], self.labels[index % self.trained]
                units, error = forward(hidden, output, row)
                error[label] -= 1
                slope = (error @ output[:, 1:]) * (1 - units[1:] ** 2)
                output -= rate * np.outer(error, units)
                hidden -= rate * np.outer(slope, row)
        return (weights - before).tobytes()

    def accuracy(self, weights: bytes, hidden_units: int) -> float:
        """The share of the rows kept for testing whose digit the model names."""
        hidden, output = layers(np.frombuffer(weights, "<f4"), hidden_units)
        named = [np.argmax(forward(hidden, output, row)[1]) for row in self.rows[self.trained:]]
        return float(np.mean(named == self.labels[self.trained:]))


def layers(weights, hidden_units: int):
    """Both layers, as views into the weights. The first column of each is the bias."""
    border = hidden_units * 65
    return weights[:border].reshape(hidden_units, 65), weights[border:].reshape(10, hidden_units + 1)


def forward(hidden, output, row):
    """The hidden units after a 1 for the bias, and the probability of each digit."""
    units = np.concatenate([np.ones(1, np.float32), np.tanh(hidden @ row)])
    sums = output @ units
    powers = np.exp(sums - sums.max())
    return units, powers / powers.sum()


async def main():
    parser = argparse.ArgumentParser(description="Takes part in a run of the local testnet.")
    parser.add_argument("urls", nargs="*", default=["ws://127.0.0.1:8080/run"], help="the servers (default: %(default)s)")
    parser.add_argument("--key", default="client.pem", help="file of the secret key, made if missing (default: %(default)s)")
    parser.add_argument("--name", default="python", help="for people to read (default: %(default)s)")
    parser.add_argument("--rows", default=ROWS, help="the file digits.csv.gz (default: that of the repository)")
    arguments = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    digits, rounds, merged, settings = Digits(arguments.rows), 0, 0, {}

    def train(work: Work):
        settings.update(work.model)
        return digits.train(work)

    def on_result(result: dict):
        nonlocal rounds, merged
        same = sha256(client.weights).hexdigest() == result["modelHash"]
        rounds, merged = rounds + 1, merged + same
        print(f"epoch {result['epoch']} round {result['height']} {'confirmed' if result['confirmed'] else 'not confirmed'}"
              f" model={result['modelHash'][:16]} {'merged' if same else 'not merged'}", flush=True)

    client = Client(arguments.urls, load_key(arguments.key), arguments.name, train, on_result)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, lambda: asyncio.ensure_future(client.leave()))
    try:
        await client.run()
    except Refused as refusal:
        if refusal.code != "RUN_FINISHED":
            sys.exit(str(refusal))
        print(refusal)
        return
    ending = "FINISHED" if client.state == "FINISHED" else "LEFT"
    accuracy = f" accuracy={digits.accuracy(client.weights, settings['hiddenUnits']):.3f}" if settings else ""
    print(f"{ending} model={sha256(client.weights).hexdigest()} merged={merged}/{rounds}{accuracy}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
