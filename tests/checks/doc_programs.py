"""The programs of README.md and docs/*.md stay true. A block ```itw is a whole program: it is checked
without a word of complaint and laid out as `itwc fmt` does. A block ```itw wrong CODE gives that code.
A block ```itw name.itw is also kept as that file, for the later blocks of its page to import.

usage: doc_programs.py ROOT ITWC
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from common import Findings, root_of_tree

BLOCK = re.compile(r"^```itw([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(folder, *words):
    return subprocess.run([sys.argv[2], *words], cwd=folder, text=True, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def problem_of(words, text, folder):
    """What is wrong with a block, or nothing."""
    name = words[0] if words and words[0].endswith(".itw") else "program.itw"
    (pathlib.Path(folder) / name).write_text(text)
    checked = run(folder, "check", name)
    if words and words[0] == "wrong":
        seen = set(re.findall(r"(?:error|warning|note)\[(\w+)\]", checked.stdout))
        return None if seen == {words[1]} else f"gives {sorted(seen)}:\n{checked.stdout}"
    if checked.returncode != 0 or "warning" in checked.stdout:
        return f"`itwc check` says:\n{checked.stdout}"
    laid_out = run(folder, "fmt", "--check", name)
    return None if laid_out.returncode == 0 else f"`itwc fmt --check` says:\n{laid_out.stdout}"


def main() -> None:
    root = root_of_tree()
    findings = Findings()
    count = 0
    for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        text = page.read_text()
        with tempfile.TemporaryDirectory() as folder:
            for match in BLOCK.finditer(text):
                count += 1
                problem = problem_of(match.group(1).split(), match.group(2), folder)
                if problem:
                    line = text.count("\n", 0, match.start(2)) + 1
                    findings.add(str(page.relative_to(root)), line, problem)
    findings.end(count)


main()
