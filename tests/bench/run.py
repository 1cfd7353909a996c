"""./dev bench: the digits example beside the same job in plain PyTorch, in turns on one machine.

usage: run.py [--runs N] [--model mlp|cnn]

Prints medians and their ratio. Wall-clock figures of a shared machine mean little by themselves; the
ratio within one call is what counts. Memory is the largest sum of resident pages over the processes
of a command, looked at every 5 ms.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ITWC = ROOT / "build/bin/itwc"
PYTHON = ROOT / ".deps/bench/bin/python"
EXAMPLE = ROOT / "examples/digits"
PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(pid: int) -> int:
    """Bytes of a process and all below it."""
    total = 0
    try:
        total += int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                total += resident(int(child))
    except (OSError, IndexError):
        pass
    return total


def measure(command: list[str], folder: str) -> dict:
    """Wall seconds, peak bytes and what the command printed."""
    peak = 0
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.005):
            peak = max(peak, resident(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, errors = process.communicate()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    if process.returncode != 0:
        raise SystemExit(f"{command} ended with {process.returncode}\n{errors.decode()}")
    return {"seconds": seconds, "bytes": peak, "out": out.decode()}


def run_itw(model: str) -> dict:
    """A run with nothing cached; `step` is the time of the whole training task by its steps."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("digits.itw", "digits.csv"):
            shutil.copy(EXAMPLE / name, folder)
        result = measure([str(ITWC), "run", "digits.itw", "--set", f"model={model}",
                          "--format", "json"], folder)
    document = json.loads(result["out"])
    fit = next(task for task in document["tasks"] if task["id"] == "digits/fit")
    return result | {"fit": fit["seconds"], "accuracy": document["published"]["score"]["accuracy"]}


def run_pytorch(model: str) -> dict:
    result = measure([str(PYTHON), str(ROOT / "tests/bench/plain_pytorch.py"),
                      str(EXAMPLE / "digits.csv"), "--model", model], str(ROOT))
    said = json.loads(result["out"])
    return result | {"fit": said["seconds"], "accuracy": said["accuracy"], "steps": said["steps"]}


def startup(arguments: list[str], runs: int) -> float:
    """Median milliseconds of a command that only starts and answers."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([str(ITWC), *arguments], stdout=subprocess.DEVNULL, check=True)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def row(what: str, ours: float, theirs: float, unit: str) -> None:
    print(f"{what:<34} {ours:>9.1f} {theirs:>9.1f} {unit:<3} {ours / theirs:>6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--model", default="mlp", choices=["mlp", "cnn"])
    options = parser.parse_args()
    ours, theirs = [], []
    for number in range(options.runs + 1):
        pair = run_itw(options.model), run_pytorch(options.model)
        if number > 0:  # The first pair only warms the disk cache.
            ours.append(pair[0])
            theirs.append(pair[1])

    def both(key: str, scale: float = 1.0) -> tuple[float, float]:
        return (scale * statistics.median(one[key] for one in ours),
                scale * statistics.median(one[key] for one in theirs))

    steps = theirs[0]["steps"]
    print(f"digits, model={options.model}, {steps} steps, median of {options.runs} runs in turns")
    print(f"{'':<34} {'itw':>9} {'PyTorch':>9} {'':<3} {'ratio':>6}")
    row("whole command", *both("seconds", 1000), "ms")
    row("memory", *both("bytes", 1e-6), "MB")
    row("training, per step", *both("fit", 1e6 / steps), "us")
    row("held-out accuracy", *both("accuracy", 100), "%")
    print(f"itwc --version {startup(['--version'], 20):.1f} ms, "
          f"itwc check digits.itw {startup(['check', str(EXAMPLE / 'digits.itw')], 20):.1f} ms")


main()
