"""A test of the checks: each finds in its bad tree below cases/ just what expected.txt lists.

usage: checks_test.py CLANG_FORMAT
"""

import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def findings(check: str, tree: pathlib.Path, *options: str) -> tuple[int, list[str]]:
    result = subprocess.run([sys.executable, str(HERE / f"{check}.py"), str(tree), *options],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return result.returncode, sorted(result.stdout.splitlines()[:-1])


def differs(check: str, found: tuple[int, list[str]], expected: list[str]) -> bool:
    if found == (1, sorted(expected)):
        return False
    print(f"{check}: exit {found[0]}")
    for line in sorted(set(expected) - set(found[1])):
        print(f"  not found: {line}")
    for line in sorted(set(found[1]) - set(expected)):
        print(f"  not expected: {line}")
    return True


def sizes_differ() -> bool:
    """Its bad tree would be long, so it is made here."""
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder) / "compiler/base"
        base.mkdir(parents=True)
        (base / "long.cpp").write_text("\n" * 301)
        (base / "too_long.cpp").write_text("\n" * 501)
        (base / "most.cpp").write_text("\n" * 500)
        (base / "bad.py").write_text("def f():\n" + "    x = 1\n" * 60)
        expected = ["compiler/base/too_long.cpp:501: 501 lines; 500 is the most",
                    "compiler/base/bad.py:1: `f` has 61 lines; 60 is the most",
                    "compiler/base/long.cpp: 301 lines is long (no finding)",
                    "compiler/base/most.cpp: 500 lines is long (no finding)"]
        return differs("sizes", findings("sizes", pathlib.Path(folder)), expected)


def main() -> None:
    bad = sizes_differ()
    checked = 1
    for case in sorted(path for path in (HERE / "cases").iterdir() if path.is_dir()):
        options = [sys.argv[1]] if case.name == "formatting" else []
        expected = (case / "expected.txt").read_text().splitlines()
        bad |= differs(case.name, findings(case.name, case, *options), expected)
        checked += 1
    print(f"{checked} checks tested")
    sys.exit(bad)


main()
