#!/usr/bin/python3
"""Shows how a loop in PyTorch hands its update to the module. It was checked for its syntax only, and never run."""

import asyncio

import torch

from coordinator_client import Client, Work, load_key
from digits import ROWS, Digits

digits = Digits(ROWS)
rows, labels = torch.from_numpy(digits.rows), torch.from_numpy(digits.labels)


def train(work: Work):
    before = torch.frombuffer(bytearray(work.weights), dtype=torch.float32)
    border, units = work.model["hiddenUnits"] * 65, work.model["hiddenUnits"]
    hidden = before[:border].reshape(units, 65).clone().requires_grad_()
    output = before[border:].reshape(10, units + 1).clone().requires_grad_()
    optimizer = torch.optim.SGD([hidden, output], lr=work.model["learningRate"])
    for _ in range(work.model["localPasses"]):
        for index in range(work.first, work.first + work.count):
            if work.over.is_set():
                return None
            index %= digits.trained
            inner = torch.cat([torch.ones(1), torch.tanh(hidden @ rows[index])])
            loss = torch.nn.functional.cross_entropy(output @ inner, labels[index])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    after = torch.cat([hidden.flatten(), output.flatten()]).detach()
    return (after - before).numpy().astype("<f4").tobytes()


async def main():
    await Client("ws://127.0.0.1:8080/run", load_key("torch.pem"), "torch", train).run()


asyncio.run(main())
