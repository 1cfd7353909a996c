"""Batches of PyTorch's DataLoader, the yardstick of ./dev bench loader.

usage: loader_pytorch.py FILE SHAPE BATCH EPOCHS --workers N [--indexed]

All samples are tensors in memory before the clock starts, as TensorDataset has them, and the workers stay from epoch to epoch.
With --indexed there is no DataLoader: batches are cut from the tensors by a random index. Prints JSON like bench_loader.
"""

import argparse
import json
import pathlib
import time

import numpy
import torch
from torch.utils.data import DataLoader, TensorDataset


def read(path: pathlib.Path, shape: list[int]) -> TensorDataset:
    if path.suffix == ".csv":
        table = numpy.loadtxt(path, delimiter=",", skiprows=1, dtype="f4")
        x, label = table[:, :-1].reshape(-1, *shape), table[:, -1]
    else:
        arrays = numpy.load(path)
        x, label = arrays["x"], arrays["label"]
    return TensorDataset(torch.from_numpy(numpy.ascontiguousarray(x)), torch.from_numpy(label.astype("i8")))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("shape", type=lambda text: [int(size) for size in text.split(",")])
    parser.add_argument("batch", type=int)
    parser.add_argument("epochs", type=int)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--indexed", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    data = read(options.file, options.shape)
    if options.indexed:
        x, label = data.tensors

        def batches():
            return ((x[rows], label[rows]) for rows in torch.randperm(len(x)).split(options.batch))
    else:
        loader = DataLoader(data, batch_size=options.batch, shuffle=True, num_workers=options.workers,
                            persistent_workers=options.workers > 0)

        def batches():
            return loader

    for _ in batches():  # Starts the workers.
        pass
    samples = labels = 0
    start = time.perf_counter()
    for _ in range(options.epochs):
        for _, label_of_batch in batches():
            samples += len(label_of_batch)
            labels += label_of_batch.sum().item()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "samples": samples, "labels": labels}))


main()
