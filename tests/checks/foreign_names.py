"""Every spelling of another tool leads to a name that there is: a declaration, parameter, field or unit of
stdlib/*.itw, or a word that the checker takes. foreign_names.py ROOT prints what leads nowhere."""

import pathlib
import re
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    table = (root / "compiler/sema/foreign_names.def").read_text()
    pairs = re.findall(r'^ITW_FOREIGN\("([^"]+)", "([^"]+)"\)', table, re.MULTILINE)
    known = set()
    for path in (root / "stdlib").glob("*.itw"):
        known |= set(re.findall(r"\w+", re.sub(r"#.*", "", path.read_text())))
    for path in [*(root / "compiler/sema").rglob("*.cpp"), root / "compiler/parse/keywords.cpp"]:
        known |= set(re.findall(r'"(\w+)"', path.read_text()))
    problems = [f"`{theirs}` leads to `{ours}`, which is nothing" for theirs, ours in pairs if ours not in known]
    seen = {}
    for theirs, ours in pairs:
        if (theirs, ours) in seen:
            problems.append(f"`{theirs}` for `{ours}` stands twice")
        seen[theirs, ours] = True
    print("\n".join(problems) or f"{len(pairs)} spellings lead to names that there are")
    return 1 if problems or not pairs else 0


if __name__ == "__main__":
    sys.exit(main())
