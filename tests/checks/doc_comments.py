"""Every public declaration in a header is explained by a `///` above it or a `///<` behind it.

What names itself needs none: a field, an override, a constructor or another special member, an
operator, a friend, a specialisation, and a member function that takes at most one argument and is
declared in one line (`sum.plus(x)`, `child.wait()`; its class says the rest), and a function that
makes the diagnostic after which it is called. One comment covers the lines that follow it without a
blank line between, and all overloads of a name.
"""

import re

from common import Findings, our_files, read_lines, root_of_tree
from declarations import Declaration, find_declarations

PARAMETERS = re.compile(r"\w+\(([^()]*)\)[^()]*$")


def names_itself(declaration: Declaration) -> bool:
    text, name, inside = declaration.text, declaration.name, declaration.inside
    if declaration.kind in ("value", "alias"):
        return bool(inside)
    if text.startswith(("template <>", "Diagnostic ")) or name == "std":
        return True
    if declaration.kind != "function":
        return False
    # `Room::name(` is defined here and explained where it is declared.
    special = name.lstrip("~") == inside or name.startswith("operator") or f"::{name}(" in text
    parameters = PARAMETERS.search(text)
    short = bool(inside) and len(text) <= 96 and parameters is not None and \
        "," not in re.sub(r"<[^<>]*>", "", parameters.group(1))
    return special or short or re.search(r"\boverride\b|=\s*(default|delete)\b", text) is not None


def is_explained(lines: list[str], line: int) -> bool:
    """Looks behind the declaration, then up to the start of its block."""
    if "///<" in lines[line - 1]:
        return True
    for index in range(line - 2, -1, -1):
        text = lines[index].strip()
        if text.startswith("///"):
            return True
        if not text or text in ("public:", "private:", "protected:") or text.endswith("namespace"):
            return False
    return False


def main() -> None:
    root = root_of_tree()
    findings = Findings()
    names = [name for name in our_files(root, ".h") if name.startswith(("compiler/", "runtime/"))]
    for name in names:
        lines = read_lines(root, name)
        declarations = find_declarations("\n".join(lines))
        explained = {(declaration.inside, declaration.name) for declaration in declarations
                     if is_explained(lines, declaration.line)}
        for declaration in declarations:
            if not names_itself(declaration) and \
                    (declaration.inside, declaration.name) not in explained:
                owner = f" of `{declaration.inside}`" if declaration.inside else ""
                findings.add(name, declaration.line,
                             f"{declaration.kind} `{declaration.name}`{owner} has no `///` comment")
    findings.end(len(names))


main()
