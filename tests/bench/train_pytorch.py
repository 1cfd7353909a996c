"""The networks of train/networks.itw in eager PyTorch, the yardstick of ./dev bench train.

usage: train_pytorch.py NPZ --network NAME --batch N --cores N --epochs N [--fast]

As people usually write it: a DataLoader over a TensorDataset, AdamW as it comes. With --fast all data is one tensor that
batches are cut from by index, and the optimizer is fused. Prints the seconds of all epochs but the first, as JSON.
"""

import argparse
import json
import time

import numpy
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Lstm(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(16, 64, batch_first=True)
        self.head = nn.Linear(32 * 64, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.lstm(x)[0].flatten(1))


def network(name: str) -> nn.Module:
    if name == "mlp":
        return nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
    if name == "cnn":
        return nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Flatten(), nn.Linear(32 * 49, 10))
    if name == "lstm":
        return Lstm()
    if name == "transformer":
        layers = [nn.TransformerEncoderLayer(64, 4, 128, batch_first=True) for _ in range(2)]
        return nn.Sequential(*layers, nn.Flatten(), nn.Linear(32 * 64, 10))
    return nn.Sequential(nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))


def batches(x: torch.Tensor, label: torch.Tensor, batch: int, fast: bool):
    """What gives the batches of one epoch."""
    if not fast:
        loader = DataLoader(TensorDataset(x, label), batch_size=batch, shuffle=True)
        return lambda: loader
    return lambda: ((x[index], label[index]) for index in torch.randperm(len(x)).split(batch))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--network", required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--cores", type=int, required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.cores)
    torch.manual_seed(1)
    with numpy.load(options.data) as arrays:
        x, label = (torch.from_numpy(arrays[name]) for name in ("x", "label"))
    epoch = batches(x, label, options.batch, options.fast)
    model = network(options.network)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=options.fast or None)
    loss_of = nn.CrossEntropyLoss()
    start = 0.0
    for number in range(options.epochs):
        if number == 1:  # PyTorch imports a second's worth of modules in its first step.
            start = time.perf_counter()
        for data, target in epoch():
            optimizer.zero_grad()
            loss_of(model(data), target).backward()
            optimizer.step()
    print(json.dumps({"seconds": time.perf_counter() - start}))


main()
