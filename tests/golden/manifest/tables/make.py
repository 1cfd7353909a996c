"""What the manifest cases call."""

import dataclasses
import pathlib
from typing import Literal

print("a module may print while it is imported")


@dataclasses.dataclass
class Simulated:
    total: float


def simulate(count: int, name: str, table: pathlib.Path, verbose: bool = False) -> Simulated:
    table.write_text(name * count)
    return Simulated(float(count))


def summarize(scores: list[float], mode: Literal["mean", "sum"], **others) -> float:
    return sum(scores) / (len(scores) if mode == "mean" else 1)
