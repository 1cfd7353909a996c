"""Every C++ file is laid out as .clang-format says, every itw file as `itwc fmt` does it.

usage: formatting.py ROOT CLANG_FORMAT [ITWC]
"""

import subprocess
import sys

from common import Findings, our_files, root_of_tree


def unformatted_cpp(root: str, program: str, names: list[str]) -> list[str]:
    """Names in the program's complaints, `name:line:column: error: ...`, once each."""
    result = subprocess.run([program, "--dry-run", "-Werror", *names], cwd=root, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    found = {line.split(":")[0] for line in result.stdout.splitlines() if ": error:" in line}
    if result.returncode != 0 and not found:
        sys.exit(result.stdout)
    return sorted(found)


def main() -> None:
    root = root_of_tree()
    findings = Findings()
    cpp = our_files(root, ".cpp", ".h")
    for name in unformatted_cpp(str(root), sys.argv[2], cpp):
        findings.add(name, 1, "is laid out differently; `./dev fmt` does it")
    itw = our_files(root, ".itw") if len(sys.argv) > 3 else []
    for name in itw:
        result = subprocess.run([sys.argv[3], "fmt", "--check", name], cwd=root, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode != 0:
            findings.add(name, 1, f"`itwc fmt --check` ends with {result.returncode}: {result.stdout.strip()}")
    findings.end(len(cpp) + len(itw))


main()
