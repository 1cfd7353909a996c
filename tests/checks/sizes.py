"""No file of over 500 lines; over 300 is said, not refused. Functions: Python's here, C++'s by
clang-tidy (readability-function-size)."""

import ast

from common import Findings, our_files, read_lines, root_of_tree

LONG, TOO_LONG = 300, 500
LONGEST_FUNCTION = 60


def check_functions(name: str, text: str, findings: Findings) -> None:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                findings.add(name, node.lineno, f"`{node.name}` has {lines} lines; {LONGEST_FUNCTION} is the most")


def main() -> None:
    root = root_of_tree()
    findings = Findings()
    names = [name for name in our_files(root) if not name.endswith((".csv", ".json", ".md"))]
    for name in names:
        lines = read_lines(root, name)
        if len(lines) > TOO_LONG:
            findings.add(name, len(lines), f"{len(lines)} lines; {TOO_LONG} is the most")
        elif len(lines) > LONG:
            print(f"{name}: {len(lines)} lines is long (no finding)")
        if name.endswith(".py"):
            check_functions(name, "\n".join(lines), findings)
    findings.end(len(names))


main()
