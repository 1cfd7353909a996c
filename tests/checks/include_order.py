"""Includes follow the order of the rooms, and a library is seen only in the room that owns it."""

import pathlib
import re

from common import Findings, our_files, read_lines, root_of_tree
from rooms import Room, reachable, read_rooms, room_of

# Library: what its includes begin with, the rooms that may include it, and whether headers may.
LIBRARIES = {
    "ANTLR": (r"antlr4", ["compiler/parse"], False),
    "tl::expected": (r"tl/expected", ["compiler/base"], True),
    "OpenSSL": (r"openssl/", ["compiler/base"], False),
    "fmt": (r"fmt/", ["compiler", "runtime"], False),
    "nlohmann_json": (r"nlohmann/", ["compiler", "runtime"], False),
    "CLI11": (r"CLI/", ["runtime/cli"], True),
    "SQLite": (r"sqlite3|SQLiteCpp/", ["runtime/store"], False),
    "libzip": (r"zip\.h$", ["runtime/data"], False),
    "LibTorch": (r"(torch|ATen|c10|caffe2)/",
                 ["runtime/nn", "runtime/train", "runtime/data", "runtime/worker", "runtime/gpu"], True),
    "CUDA": (r"(cuda|nccl)\w*\.h", ["runtime/gpu"], False),
}
# What the C++ standard, POSIX and Linux bring.
SYSTEM = re.compile(
    r"[a-z_0-9]+$|(sys|linux|netinet|arpa|net|bits|asm)/.*\.h$|"
    r"(unistd|fcntl|signal|poll|spawn|dirent|termios|pthread|sched|time|errno|stdlib|stdint|string|"
    r"immintrin|nmmintrin|cpuid|dlfcn|elf|ftw|glob|grp|pwd|netdb|syscall|malloc|execinfo)\.h$")
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^">]+)')
# Of the compiler, rooms of the runtime below cli may use these only.
SHARED = {"compiler/base", "compiler/expr", "compiler/plan"}


def check_room_lines(rooms: dict[str, Room], root: pathlib.Path, findings: Findings) -> None:
    earlier: set[str] = set()
    for room in rooms.values():
        for used in room.uses:
            if used not in earlier:
                findings.add(room.file, room.line, f"{room.path} uses {used}, which is no room above it")
            elif room.path.startswith("compiler/") and used.startswith("runtime/"):
                findings.add(room.file, room.line, f"{room.path} uses {used}: the compiler runs nothing")
            elif (room.path.startswith("runtime/") and room.path != "runtime/cli"
                  and used.startswith("compiler/") and used not in SHARED):
                findings.add(room.file, room.line, f"{room.path} uses {used}; below runtime/cli only "
                             f"{', '.join(sorted(SHARED))} may be used of the compiler")
        earlier.add(room.path)
        for path in sorted((root / room.path).rglob("*.cpp")):
            name = path.relative_to(root).as_posix()
            source = name.removeprefix(room.path + "/")
            if room_of(rooms, name) == room.path and source not in room.sources \
                    and not is_main(root, name):
                findings.add(name, 1, f"is in no SOURCES of {room.file}")


def is_main(root: pathlib.Path, name: str) -> bool:
    """A program's own source is named by itw_program, not by its room."""
    return any(name in (root / file).read_text() for file in
               ("compiler/CMakeLists.txt", "stdlib/CMakeLists.txt", "runtime/CMakeLists.txt",
                "tests/CMakeLists.txt") if (root / file).is_file())


def check_ours(name: str, line: int, included: str, rooms: dict[str, Room], findings: Findings) -> None:
    room = room_of(rooms, name)
    target = room_of(rooms, included)
    if included.endswith(".cpp"):
        findings.add(name, line, f"includes the source file {included}")
    elif room and target and target not in reachable(rooms, room):
        findings.add(name, line, f"includes {included}; {room} does not use {target} ({rooms[room].file})")
    elif room and included.startswith("tests/"):
        findings.add(name, line, f"includes {included} from the tests")


def check_library(name: str, line: int, included: str, rooms: dict[str, Room],
                  findings: Findings) -> None:
    room = room_of(rooms, name)
    for library, (pattern, owners, in_headers) in LIBRARIES.items():
        if not re.match(pattern, included):
            continue
        if not any(room == owner or room.startswith(owner + "/") for owner in owners):
            findings.add(name, line, f"includes <{included}>; {library} belongs to {', '.join(owners)}")
        elif name.endswith(".h") and not in_headers:
            findings.add(name, line, f"includes <{included}> in a header; {library} stays in sources")
        # The GPU module is a library of its own; its room only loads it.
        elif library == "LibTorch" and not rooms[room].torch and room != "runtime/gpu":
            findings.add(name, line, f"includes <{included}>; {room} is not marked TORCH")
        elif library == "fmt" and rooms[room].torch:
            findings.add(name, line, f"includes <{included}>; LibTorch brings another fmt in TORCH rooms")
        return
    if not SYSTEM.match(included):
        findings.add(name, line, f"includes <{included}>, a library that no room owns")


def main() -> None:
    root = root_of_tree()
    rooms = read_rooms(root)
    findings = Findings()
    check_room_lines(rooms, root, findings)
    names = [name for name in our_files(root, ".h", ".cpp")
             if name.startswith(("compiler/", "runtime/", "stdlib/"))]
    for name in names:
        for number, text in enumerate(read_lines(root, name), start=1):
            match = INCLUDE.match(text)
            if not match:
                continue
            ours = match.group(1) == '"' and "/" in match.group(2)
            generated = match.group(1) == '"' and not ours
            if ours:
                check_ours(name, number, match.group(2), rooms, findings)
            elif not generated:
                check_library(name, number, match.group(2), rooms, findings)
            elif not (room_of(rooms, name) == "compiler/parse" and match.group(2).startswith("Itw")):
                findings.add(name, number, f'includes "{match.group(2)}"; our includes begin at the root')
    findings.end(len(names))


main()
