"""What the checks share: which files are ours, and how findings are reported.

A check is called with the root of a tree, prints one line a finding (`path:line: what was seen`)
and ends with 1 if there is any. tests/checks/cases holds a small bad tree for each.
"""

import pathlib
import re
import sys

FOLDERS = ["cmake", "compiler", "docs", "editors", "examples", "grammar", "runtime", "stdlib", "tests",
           "tools", ".ci"]
OTHERS = ["CMakeLists.txt", "CMakePresets.json", "dev", "dependencies", "README.md",
          "CONTRIBUTING.md", ".clang-format", ".clang-tidy", ".gitignore"]
# Their folders hold what is bad on purpose: what the checks and the formatter are tested with.
SAMPLES = ["tests/checks/cases", "tests/golden", "tests/fuzz/corpus"]


class Findings:
    """Collects what a check finds."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, path: str, line: int, text: str) -> None:
        self.lines.append(f"{path}:{line}: {text}")

    def end(self, checked: int) -> None:
        """Prints everything and ends the program."""
        for line in self.lines:
            print(line)
        print(f"{checked} files checked, {len(self.lines)} findings")
        if checked == 0:
            print("nothing was checked: is this the root of the tree?")
        sys.exit(1 if self.lines or checked == 0 else 0)


def root_of_tree() -> pathlib.Path:
    return pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()


def our_files(root: pathlib.Path, *suffixes: str) -> list[str]:
    """Paths below the root with one of the suffixes, all text files of ours without suffixes."""
    found = [name for name in OTHERS if (root / name).is_file()]
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            sample = any(name.startswith(f"{sample}/") and "/" in name.removeprefix(f"{sample}/")
                         for sample in SAMPLES)
            if path.is_file() and not sample and "__pycache__" not in name:
                found.append(name)
    return [name for name in found if not suffixes or name.endswith(suffixes)]


def read_lines(root: pathlib.Path, name: str) -> list[str]:
    try:
        return (root / name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def without_comments(text: str) -> str:
    """C++ text with comments and the insides of literals blanked; every line keeps its place."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'',
        re.DOTALL)

    def blank(match: re.Match) -> str:
        seen = match.group(0)
        # A digit separator (1'000) is no character.
        if seen[0] == "'" and re.search(r"[0-9a-fA-F]$", text[max(0, match.start() - 1):match.start()]):
            return seen
        kept = '""' if seen[0] in '"R' else ""
        return kept + "\n" * seen.count("\n")

    return pattern.sub(blank, text)
