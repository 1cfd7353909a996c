"""./dev bench loader: samples per second that a training gets, beside PyTorch's DataLoader, in turns on one machine.

usage: loader.py [--rounds N]

Ours is one thread of the worker, which draws the order and gathers the rows; the DataLoader has no workers or two, over
tensors that are in memory already; last are batches cut from these tensors by index, without a DataLoader. Ratios are the
medians of the rounds with their 95 % interval (bootstrap). Every loader must have given the same samples.
"""

import argparse
import json
import pathlib
import statistics
import tempfile

import numpy

from measuring import PYTHON, ROOT, interval, measure

BENCH = ROOT / "build/bin/bench_loader"
# Name: shape of a sample, samples, batch, epochs that are timed.
DATASETS = {"table.csv": ((64,), 8192, 64, 5), "images.npz": ((1, 28, 28), 8192, 64, 5),
            "rows.npz": ((16,), 65536, 256, 2)}
OTHERS = {"DataLoader, 0 workers": [], "DataLoader, 2 workers": ["--workers", "2"], "indexed tensor": ["--indexed"]}


def make(path: pathlib.Path, shape: tuple[int, ...], samples: int) -> None:
    numbers = numpy.random.default_rng(1)
    x, label = numbers.normal(size=(samples, *shape)).astype("f4"), numbers.integers(0, 10, samples)
    if path.suffix == ".npz":
        numpy.savez(path, x=x, label=label)
        return
    names = ",".join([f"x_{i}" for i in range(shape[0])] + ["label"])
    numpy.savetxt(path, numpy.column_stack([x, label]), ["%.9g"] * shape[0] + ["%d"], delimiter=",", header=names, comments="")


def load(command: list[str], folder: str) -> dict:
    return json.loads(measure(command, folder)["out"])


def compare(folder: str, name: str, rounds: int) -> None:
    shape, samples, batch, epochs = DATASETS[name]
    make(pathlib.Path(folder) / name, shape, samples)
    words = [name, ",".join(map(str, shape)), str(batch), str(epochs)]
    commands = {"itw": [str(BENCH), *words]}
    for other, options in OTHERS.items():
        commands[other] = [str(PYTHON), str(ROOT / "tests/bench/loader_pytorch.py"), *words, *options]
    ratios: dict[str, list[float]] = {other: [] for other in OTHERS}
    speeds = []
    for _ in range(rounds):
        found = {loader: load(command, folder) for loader, command in commands.items()}
        for other, result in found.items():
            if (result["samples"], result["labels"]) != (found["itw"]["samples"], found["itw"]["labels"]):
                raise SystemExit(f"{other} gave other samples of {name}")
            if other != "itw":
                ratios[other].append(result["seconds"] / found["itw"]["seconds"])
        speeds.append(samples * epochs / found["itw"]["seconds"])
    cells = []
    for other in OTHERS:
        low, high = interval(ratios[other])
        cells.append(f"{statistics.median(ratios[other]):6.2f}x ({low:.2f}..{high:.2f})")
    print(f"{name:<12}{statistics.median(speeds):12.0f}/s" + "".join(f"{cell:>27}" for cell in cells), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    print(f"{options.rounds} rounds, batches without a training; how many times ours the others take (95 % interval)")
    print(f"{'data':<12}{'samples':>14}" + "".join(f"{other:>27}" for other in OTHERS))
    with tempfile.TemporaryDirectory() as folder:
        for name in DATASETS:
            compare(folder, name, options.rounds)


main()
