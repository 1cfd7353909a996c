"""What no file of ours may hold: skipped tests, open ends without an issue, machine paths and
hosts of registries, `throw`, `using namespace std`, file lists made by pattern."""

import re

from common import Findings, our_files, read_lines, root_of_tree, without_comments

THIS = "tests/checks/house_rules.py"
EVERYWHERE = {
    r"\b(TODO|FIXME|XXX|HACK)\b(?!.*#\d+)": "an open end needs its issue: `TODO #12: ...`",
    r"(?<![\w.])/(work|tmp/w|root)/": "a path of one machine",
    r"(?<![\w.])/home/\w+": "a path of one machine",
    r"\b(pypi\.org|pythonhosted\.org|(deb|security)\.debian\.org|crates\.io|registry\.npmjs)\b":
        "the host of a registry: clients are configured on the machine",
}
IN_CODE = {
    r"\bGTEST_SKIP\b|\bDISABLED_\w+": "a skipped test; make it absent at configure time",
    r"^\s*#\s*if\s+0\b": "code that is switched off",
    # ANTLR's own parser is told of an error by its own exception, and catches it.
    r"\bthrow\b(?! antlr4::)": "we never throw: Diagnostic, Result or ITW_CHECK",
    r"\busing\s+namespace\s+std\s*;": "names of std are written out",
}
IN_CMAKE = {
    r"\bfile\s*\(\s*GLOB": "sources are listed, not globbed",
    r"\bFetchContent|\bExternalProject": "CMake downloads nothing",
    r"\bSKIP_RETURN_CODE\b|\bSKIP_REGULAR|\bWILL_FAIL\b|\bDISABLED\b": "a skipped test",
}
IN_PYTHON = {r"@(unittest\.)?skip|\bskipTest\b|pytest\.mark\.(skip|xfail)": "a skipped test"}


def rules_for(name: str) -> dict[str, str]:
    if name.endswith((".cpp", ".h")):
        return IN_CODE
    if name.endswith((".cmake", "CMakeLists.txt")):
        return IN_CMAKE
    return IN_PYTHON if name.endswith(".py") else {}


def look(name: str, lines: list[str], rules: dict[str, str], findings: Findings) -> None:
    for pattern, reason in rules.items():
        for number, text in enumerate(lines, start=1):
            match = re.search(pattern, text)
            if match:
                findings.add(name, number, f"`{match.group(0).strip()}`: {reason}")


def main() -> None:
    root = root_of_tree()
    findings = Findings()
    names = [name for name in our_files(root) if name != THIS and not name.endswith(".csv")]
    for name in names:
        lines = read_lines(root, name)
        look(name, lines, EVERYWHERE, findings)
        if name.endswith((".cpp", ".h")):
            lines = without_comments("\n".join(lines)).split("\n")
        look(name, lines, rules_for(name), findings)
    findings.end(len(names))


main()
