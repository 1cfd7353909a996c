"""Reads the itw_room lines of CMake: the rooms, what they may use, and their sources."""

import dataclasses
import pathlib
import re

KEYWORDS = {"USES", "SOURCES", "LINKS", "TORCH"}


@dataclasses.dataclass
class Room:
    path: str
    file: str
    line: int
    uses: list[str]
    sources: list[str]
    torch: bool


def read_rooms(root: pathlib.Path) -> dict[str, Room]:
    """In the order of the lines, which is from low to high."""
    rooms: dict[str, Room] = {}
    for name in ("compiler/CMakeLists.txt", "stdlib/CMakeLists.txt", "runtime/CMakeLists.txt"):
        if not (root / name).is_file():
            continue
        text = re.sub(r"#[^\n]*", "", (root / name).read_text())
        for match in re.finditer(r"\bitw_room\(([^)]*)\)", text):
            words = match.group(1).split()
            lists: dict[str, list[str]] = {key: [] for key in KEYWORDS}
            key = ""
            for word in words[1:]:
                if word in KEYWORDS:
                    key = word
                elif key:
                    lists[key].append(word)
            rooms[words[0]] = Room(words[0], name, text.count("\n", 0, match.start()) + 1,
                                   lists["USES"], lists["SOURCES"], "TORCH" in words)
    return rooms


def reachable(rooms: dict[str, Room], path: str) -> set[str]:
    """The room itself, what it uses, and what that uses."""
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        room = waiting.pop()
        if room not in seen and room in rooms:
            seen.add(room)
            waiting += rooms[room].uses
    return seen


def room_of(rooms: dict[str, Room], path: str) -> str:
    """The room that a file is in, the deepest one that fits; "" outside all rooms."""
    inside = [room for room in rooms if path.startswith(room + "/")]
    return max(inside, key=len, default="")
