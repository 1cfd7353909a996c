"""Every code of compiler/diag/kinds.def has a page in compiler/diag/explain and a test that sees it: for
what `check` and `plan` report a golden case, for what goes wrong while running (R..) any test.
diag_coverage.py ROOT prints what is missing and fails if anything is."""

import pathlib
import re
import sys


def texts(paths):
    return "\n".join(path.read_text(errors="replace") for path in paths)


def main():
    root = pathlib.Path(sys.argv[1])
    kinds = (root / "compiler/diag/kinds.def").read_text()
    codes = re.findall(r'^ITW_DIAG\(\w+, "(\w+)"', kinds, re.MULTILINE)
    golden = texts(sorted((root / "tests/golden").rglob("*.out")))
    seen = set(re.findall(r"(?:error|warning|note)\[(\w+)\]", golden))
    seen |= set(re.findall(r'"code": ?"(\w+)"', golden))
    tests = (path for path in sorted((root / "tests").rglob("*")) if path.suffix in (".cpp", ".py", ".sh"))
    named = set(re.findall(r'"(R\d{4})"', texts(tests)))
    problems = []
    for code in codes:
        if code not in seen and code not in named:
            problems.append(f"{code} has no golden case in tests/golden")
        if not (root / f"compiler/diag/explain/{code}.md").exists():
            problems.append(f"{code} has no page compiler/diag/explain/{code}.md")
    for page in sorted((root / "compiler/diag/explain").glob("*.md")):
        if page.stem not in codes:
            problems.append(f"{page.name} explains a code that kinds.def does not have")
    print("\n".join(problems) or f"{len(codes)} codes are shown and explained")
    return 1 if problems or not codes else 0


if __name__ == "__main__":
    sys.exit(main())
