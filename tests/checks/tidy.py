"""clang-tidy on the units of ours that CMake compiles, as .clang-tidy says.

usage: tidy.py ROOT CLANG_TIDY BUILD [--all]

A unit takes 2 s. Those that include LibTorch take 20, and the tests are as many as what they test:
both are left out unless --all is given (preset `tidy`). A unit that was clean stays clean until its
text, a header of ours that it includes, its command or .clang-tidy changes: BUILD/tidy_clean
remembers, so that the second run is over at once.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

from common import root_of_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def units(root: pathlib.Path, build: pathlib.Path, everything: bool) -> list[dict]:
    """What CMake compiles of the source tree, without what is generated into the build tree."""
    found = []
    for unit in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(unit["file"])
        ours = path.is_relative_to(root) and not path.is_relative_to(root / "build")
        bounded = "/torch/include" not in unit["command"] and not path.is_relative_to(root / "tests")
        if ours and (everything or bounded):
            found.append(unit)
    return found


def texts_of(root: pathlib.Path, path: pathlib.Path, seen: dict[str, bytes]) -> dict[str, bytes]:
    """The file and all headers of ours that it includes, however deep."""
    if str(path) not in seen and path.is_file():
        seen[str(path)] = path.read_bytes()
        for included in INCLUDE.findall(seen[str(path)].decode(errors="replace")):
            texts_of(root, root / included, seen)
    return seen


def key_of(root: pathlib.Path, unit: dict) -> str:
    digest = hashlib.sha256((root / ".clang-tidy").read_bytes() + unit["command"].encode())
    for name, text in sorted(texts_of(root, pathlib.Path(unit["file"]), {}).items()):
        digest.update(name.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def main() -> None:
    root = root_of_tree()
    program, build = sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
    clean = build / "tidy_clean"
    clean.mkdir(exist_ok=True)
    todo = {unit["file"]: clean / key_of(root, unit)
            for unit in units(root, build, "--all" in sys.argv)}
    waiting = [name for name, stamp in todo.items() if not stamp.exists()]

    def run(name: str) -> tuple[str, int, str]:
        result = subprocess.run([program, "-p", str(build), "--quiet", name], cwd=root, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return name, result.returncode, result.stdout

    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, code, text in pool.map(run, waiting):
            if code == 0:
                todo[name].touch()
            else:
                bad += 1
                print(text.strip() or f"{name}: clang-tidy ended with {code}", flush=True)
    print(f"{len(todo)} units, {len(waiting)} checked anew, {bad} with findings")
    sys.exit(1 if bad or not todo else 0)


main()
