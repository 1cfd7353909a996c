"""The job of examples/digits/digits.itw as a plain PyTorch script, the yardstick of ./dev bench.

usage: plain_pytorch.py CSV [--model mlp|cnn] [--threads N] [--fused]

Batches are cut from one tensor by index, which is faster than a DataLoader; the optimizer is AdamW as
it comes, or with --fused in its fastest form. Prints one JSON object: accuracy, and the seconds of a
step from the second epoch on, with validation.
"""

import argparse
import csv
import json
import math
import time

import torch
from torch import nn


def read(path: str) -> tuple[torch.Tensor, torch.Tensor]:
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    values = torch.tensor([[float(cell) for cell in row] for row in rows])
    return values[:, :64].reshape(-1, 1, 8, 8), values[:, 64].long()


def network(name: str) -> nn.Module:
    if name == "mlp":
        return nn.Sequential(nn.Flatten(), nn.Linear(64, 256), nn.ReLU(), nn.Dropout(0.2),
                             nn.Linear(256, 10))
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.2), nn.Linear(512, 10))


def factor(step: int, steps_per_epoch: int, epochs: int) -> float:
    """One epoch of warm-up, then half a cosine."""
    if step < steps_per_epoch:
        return (step + 1) / steps_per_epoch
    done = (step - steps_per_epoch) / (steps_per_epoch * (epochs - 1))
    return 0.5 * (1 + math.cos(math.pi * done))


def train(model: nn.Module, images: torch.Tensor, labels: torch.Tensor, validation: tuple,
          epochs: int, batch: int, fused: bool) -> float:
    """Trains and returns the seconds of a step."""
    steps_per_epoch = math.ceil(len(images) / batch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, fused=fused or None)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: factor(step, steps_per_epoch, epochs))
    loss_of = nn.CrossEntropyLoss()
    best, kept = math.inf, None
    start = 0.0
    for epoch in range(epochs):
        if epoch == 1:  # PyTorch imports a second's worth of modules in its first step.
            start = time.perf_counter()
        model.train()
        for index in torch.randperm(len(images)).split(batch):
            optimizer.zero_grad()
            loss = loss_of(model(images[index]), labels[index])
            loss.backward()
            optimizer.step()
            schedule.step()
        model.eval()
        with torch.no_grad():
            loss = loss_of(model(validation[0]), validation[1]).item()
        if loss < best:
            best, kept = loss, {name: value.clone() for name, value in model.state_dict().items()}
    seconds = time.perf_counter() - start
    model.load_state_dict(kept)
    return seconds / ((epochs - 1) * steps_per_epoch)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("csv")
    parser.add_argument("--model", default="mlp")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--fused", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(7)
    images, labels = read(options.csv)
    order = torch.randperm(len(images))
    fit, valid, test = order.split([len(order) - 2 * (len(order) // 10)] + 2 * [len(order) // 10])
    model = network(options.model)
    step = train(model, images[fit], labels[fit], (images[valid], labels[valid]), 30, 64,
                 options.fused)
    with torch.no_grad():
        accuracy = (model(images[test]).argmax(1) == labels[test]).float().mean().item()
    print(json.dumps({"accuracy": accuracy, "step": step}))


main()
