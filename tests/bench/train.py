"""./dev bench train: samples per second of five networks beside eager PyTorch, in turns on one machine.

usage: train.py [--rounds N] [--cores N] [--networks NAME ...]

Each round trains ours, PyTorch as people usually write it (DataLoader, AdamW) and PyTorch at its fastest (all data in one
tensor, fused AdamW), one after the other on the same data. The ratio of a round is the other's time by ours for the
same epochs without the first; printed are the median of the rounds and its 95 % interval (bootstrap). Then: the time of a whole
command of one step, and the largest sum of resident pages.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import tempfile

import numpy

from measuring import ITWC, PYTHON, ROOT, interval, measure

# Name: shape of a sample, samples, batch, epochs that are timed.
NETWORKS = {"mlp": ((64,), 8192, 64, 10), "cnn": ((1, 28, 28), 2048, 64, 3), "lstm": ((32, 16), 4096, 64, 4),
            "transformer": ((32, 64), 1024, 64, 3), "wide": ((1024,), 4096, 128, 3)}
OTHERS = {"PyTorch, as usual": [], "PyTorch, at its fastest": ["--fast"]}


def make_data(folder: str, name: str) -> None:
    shape, samples, _, _ = NETWORKS[name]
    numbers = numpy.random.default_rng(1)
    numpy.savez(pathlib.Path(folder) / f"{name}.npz", x=numbers.normal(size=(samples, *shape)).astype("f4"),
                label=numbers.integers(0, 10, samples))


def ours(folder: str, name: str, epochs: int, cores: int) -> dict:
    _, _, batch, _ = NETWORKS[name]
    shutil.rmtree(pathlib.Path(folder) / ".itw", ignore_errors=True)
    settings = {"epochs": epochs, "batch": batch, "cores": cores}
    words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    result = measure([str(ITWC), "run", "networks.itw", f"{name}_job", *words, "--format", "json"], folder)
    task = next(task for task in json.loads(result["out"])["tasks"] if task["id"] == f"{name}_job/fit")
    return result | {"task": task["seconds"]}


def theirs(folder: str, name: str, epochs: int, cores: int, options: list[str]) -> dict:
    _, _, batch, _ = NETWORKS[name]
    result = measure([str(PYTHON), str(ROOT / "tests/bench/train_pytorch.py"), f"{name}.npz", "--network", name, "--batch",
                      str(batch), "--cores", str(cores), "--epochs", str(epochs), *options], folder)
    return result | {"task": json.loads(result["out"])["seconds"]}


def compare(folder: str, name: str, rounds: int, cores: int) -> None:
    _, samples, _, epochs = NETWORKS[name]
    make_data(folder, name)
    ratios: dict[str, list[float]] = {other: [] for other in OTHERS}
    speeds, memory = [], {"itw": 0, **dict.fromkeys(OTHERS, 0)}
    for number in range(rounds + 1):
        one, all_of_them = (ours(folder, name, count, cores) for count in (1, epochs + 1))
        seconds = all_of_them["task"] - one["task"]
        found = {other: theirs(folder, name, epochs + 1, cores, options) for other, options in OTHERS.items()}
        if number == 0:  # The first round only warms the disk cache.
            continue
        speeds.append(samples * epochs / seconds)
        memory["itw"] = max(memory["itw"], all_of_them["bytes"])
        for other, result in found.items():
            ratios[other].append(result["task"] / seconds)
            memory[other] = max(memory[other], result["bytes"])
    cells = []
    for other in OTHERS:
        low, high = interval(ratios[other])
        cells.append(f"{statistics.median(ratios[other]):6.2f}x ({low:.2f}..{high:.2f}){memory[other] / 1e6:6.0f} MB")
    print(f"{name:<12}{statistics.median(speeds):10.0f}/s{memory['itw'] / 1e6:6.0f} MB  "
          + "".join(f"{cell:>36}" for cell in cells), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--networks", nargs="+", default=list(NETWORKS), choices=list(NETWORKS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "tests/bench/train/networks.itw", folder)
        print(f"{options.rounds} rounds, {options.cores} core(s); how many times ours the others take (95 % interval)")
        print(f"{'network':<12}{'samples':>12}{'peak':>9}  " + "".join(f"{other:>36}" for other in OTHERS))
        for name in options.networks:
            compare(folder, name, options.rounds, options.cores)
        make_data(folder, "mlp")
        seconds = statistics.median(ours(folder, "mlp", 1, options.cores)["seconds"] for _ in range(5))
        print(f"one epoch of the mlp, whole command: {1000 * seconds:.0f} ms")


main()
