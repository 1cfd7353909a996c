"""What the benchmarks share: where the programs are, a command with its time and memory, the spread of ratios."""

import os
import pathlib
import random
import statistics
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ITWC = ROOT / "build/bin/itwc"
PYTHON = ROOT / ".deps/bench/bin/python"
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


def interval(ratios: list[float]) -> tuple[float, float]:
    """Where the median of as many draws lies, 95 times of 100."""
    draws = random.Random(1)
    medians = sorted(statistics.median(draws.choices(ratios, k=len(ratios))) for _ in range(2000))
    return medians[50], medians[-51]
