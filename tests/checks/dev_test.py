"""What ./dev says where it cannot go on: each trouble is faked by a program in front of the real one.

usage: dev_test.py ROOT
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

NOTHING_INSTALLED = {"dpkg-query": "exit 1"}
ALL_INSTALLED = {"dpkg-query": "printf installed"}
ROOM_ENOUGH = {"df": "printf 'x\\n99999\\n'"}
NOT_ROOT = {"id": "echo 1000", "sudo": "exit 1"}
ROOT_USER = {"id": "echo 0"}
UNREACHABLE = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_FIND_LINKS": "", "PIP_RETRIES": "0"}

# Exit code, arguments, faked programs, environment, and what must be said.
CASES = [
    (2, ["frobnicate"], {}, {}, ["no verb named `frobnicate`", "usage: ./dev VERB"]),
    (2, ["run"], {}, {}, ["run what?", "./dev run examples/digits/digits.itw"]),
    (6, ["build"], {"uname": "echo aarch64"}, {}, ["this machine is aarch64", "x86_64 only"]),
    (6, ["build"], NOTHING_INSTALLED | ROOM_ENOUGH | NOT_ROOT, {},
     ["this user may not install packages", "apt-get install -y --no-install-recommends g++ cmake"]),
    (6, ["build"], NOTHING_INSTALLED | {"df": "printf 'x\\n700\\n'"}, {},
     ["too little disk: ", " 700 MB are free", "free some space"]),
    (6, ["build"], NOTHING_INSTALLED | ROOM_ENOUGH | ROOT_USER |
     {"apt-get": "echo 'E: Failed to fetch InRelease' >&2; exit 100"}, {},
     ["the lists of packages cannot be fetched", "E: Failed to fetch", "is there a network"]),
    (6, ["build"], ALL_INSTALLED | ROOM_ENOUGH, UNREACHABLE,
     ["pip 26.3 cannot be fetched", "Connection refused", "is there a network"]),
    (6, ["build"], ALL_INSTALLED | ROOM_ENOUGH, {"ITW_LIBTORCH": "/nowhere"},
     ["ITW_LIBTORCH=/nowhere holds no LibTorch"]),
]


def run(root: pathlib.Path, folder: pathlib.Path, arguments: list[str], fakes: dict[str, str],
        environment: dict[str, str]) -> tuple[int, str]:
    """./dev in a tree that has nothing but itself."""
    tree, programs = folder / "itw", folder / "programs"
    programs.mkdir()
    tree.mkdir()
    shutil.copy(root / "dev", tree)
    shutil.copy(root / "dependencies", tree)
    shutil.copytree(root / "tools", tree / "tools")
    for name, body in fakes.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)
    inherited = {name: value for name, value in os.environ.items() if name != "ITW_LIBTORCH"}
    result = subprocess.run(
        [str(tree / "dev"), *arguments], text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=inherited | environment | {"PATH": f"{programs}:/usr/sbin:/usr/bin:/sbin:/bin",
                                       "ITW_ANY_SYSTEM": ""})
    return result.returncode, result.stdout


def main() -> None:
    root = pathlib.Path(sys.argv[1]).resolve()
    bad = 0
    for wanted, arguments, fakes, environment, expected in CASES:
        with tempfile.TemporaryDirectory() as folder:
            code, said = run(root, pathlib.Path(folder), arguments, fakes, environment)
        missing = [text for text in expected if text not in said]
        if code != wanted or missing:
            bad += 1
            print(f"./dev {' '.join(arguments)} with {sorted(fakes)} ended with {code}, said:\n{said}"
                  f"not said: {missing}")
    print(f"{len(CASES)} troubles, {bad} not told well")
    sys.exit(bad != 0)


main()
