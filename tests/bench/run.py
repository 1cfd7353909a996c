"""./dev bench: the digits example beside the same job in plain PyTorch, in turns on one machine.

usage: run.py [--runs N] [--model mlp|cnn]

Prints medians with their spread, and how many times ours the others are. Wall-clock figures of a
shared machine mean little by themselves; the ratio within one call is what counts, and on a machine
without other work. Memory is the largest sum of resident pages over the processes of a command, looked
at every 5 ms.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
import time

from measuring import ITWC, PYTHON, ROOT, measure

EXAMPLE = ROOT / "examples/digits"
STEPS = 30 * 23  # Epochs, and batches of 64 in 1,437 samples.


def run_itw(model: str) -> dict:
    """A run with nothing cached; `step` is the time of the whole training task by its steps."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("digits.itw", "digits.csv"):
            shutil.copy(EXAMPLE / name, folder)
        result = measure([str(ITWC), "run", "digits.itw", "--set", f"model={model}",
                          "--format", "json"], folder)
    document = json.loads(result["out"])
    fit = next(task for task in document["tasks"] if task["id"] == "digits/fit")
    return result | {"step": fit["seconds"] / STEPS, "accuracy": document["published"]["score"]["accuracy"]}


def run_pytorch(model: str, options: list[str]) -> dict:
    result = measure([str(PYTHON), str(ROOT / "tests/bench/plain_pytorch.py"),
                      str(EXAMPLE / "digits.csv"), "--model", model, *options], str(ROOT))
    said = json.loads(result["out"])
    return result | said


def startup(arguments: list[str], runs: int) -> float:
    """Median milliseconds of a command that only starts and answers."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([str(ITWC), *arguments], stdout=subprocess.DEVNULL, check=True)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def row(what: str, results: dict[str, list[dict]], key: str, scale: float) -> None:
    """Medians with the least and the largest value, and the medians of the others by ours."""
    values = {name: sorted(scale * one[key] for one in runs) for name, runs in results.items()}
    ours = statistics.median(values["itw"])
    cells = []
    for name, found in values.items():
        middle = statistics.median(found)
        ratio = "" if name == "itw" else f"{middle / ours:8.2f}x"
        cells.append(f"{middle:.1f} ({found[0]:.1f}..{found[-1]:.1f}){ratio}")
    print(f"{what:<22}" + "".join(f"{cell:>36}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--model", default="mlp", choices=["mlp", "cnn"])
    options = parser.parse_args()
    # What makes the plain script fastest: the fused optimizer, and one thread for small layers.
    tuned = ["--fused"] + (["--threads", "1"] if options.model == "mlp" else [])
    contestants = {"itw": lambda: run_itw(options.model),
                   "PyTorch": lambda: run_pytorch(options.model, []),
                   "PyTorch, tuned": lambda: run_pytorch(options.model, tuned)}
    results: dict[str, list[dict]] = {name: [] for name in contestants}
    for number in range(options.runs + 1):
        for name, run in contestants.items():
            result = run()
            if number > 0:  # The first round only warms the disk cache.
                results[name].append(result)

    print(f"digits, model={options.model}, {STEPS} steps; median (least..largest) of {options.runs} "
          "runs in turns")
    print(" " * 22 + "".join(f"{name:>36}" for name in results))
    row("whole command, ms", results, "seconds", 1000)
    row("memory, MB", results, "bytes", 1e-6)
    row("training, us a step", results, "step", 1e6)
    row("held-out accuracy, %", results, "accuracy", 100)
    print(f"itwc --version {startup(['--version'], 20):.1f} ms, "
          f"itwc check digits.itw {startup(['check', str(EXAMPLE / 'digits.itw')], 20):.1f} ms")


main()
