"""The programs of README.md are checked and laid out like any other, so that they stay true.

usage: readme_example.py ROOT ITWC
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from common import Findings, root_of_tree


def main() -> None:
    readme = (root_of_tree() / "README.md").read_text()
    findings = Findings()
    programs = list(re.finditer(r"^```itw\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL))
    for match in programs:
        line = readme.count("\n", 0, match.start(1)) + 1
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "readme.itw").write_text(match.group(1))
            for verb in (["check"], ["fmt", "--check"]):
                result = subprocess.run([sys.argv[2], *verb, "readme.itw"], cwd=folder, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                if result.returncode != 0:
                    findings.add("README.md", line, f"`itwc {' '.join(verb)}` ends with "
                                 f"{result.returncode}:\n{result.stdout}")
    findings.end(len(programs))


main()
