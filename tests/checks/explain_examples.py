"""The examples of compiler/diag/explain are true: each ```itw block under `## wrong` gives the page's
code, each under `## right` does not. Words behind `itw` are the verb and its arguments, FILE standing
for the example: ```itw plan FILE --set lr=2. Outside of `## wrong` a page names only verbs and options of itwc
that there are. explain_examples.py ROOT ITWC."""

import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```itw([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

COMMAND = re.compile(r"(?:^|[`/]|&& )itwc ([a-z]+)([^\n`;&|#]*)", re.MULTILINE)


def help_of(itwc, words):
    return subprocess.run([itwc] + words + ["--help"], capture_output=True, text=True, timeout=60).stdout


def stale_commands(text, itwc, verbs):
    """Commands of itwc in a text that it does not have; `verbs` remembers the help of each verb."""
    for verb, words in COMMAND.findall(text):
        if verb not in verbs:
            known = re.search(rf"^  {verb} ", help_of(itwc, []), re.MULTILINE)
            verbs[verb] = help_of(itwc, [verb]) if known else ""
        if not verbs[verb]:
            yield f"itwc {verb}"
        for option in re.findall(r"--[a-z-]+", words):
            if verbs[verb] and f"{option} " not in verbs[verb]:
                yield f"itwc {verb} {option}"


def codes_of(itwc, words, text, folder):
    """The codes that a command reports, as diagnostics on standard error."""
    file = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "example.itw"
    file.write_text(text)
    words = words or ["check"]
    words = [str(file) if word == "FILE" else word for word in words]
    if str(file) not in words:
        words.insert(1, str(file))
    done = subprocess.run([itwc] + words, capture_output=True, text=True, timeout=60)
    return done.returncode, set(re.findall(r"(?:error|warning|note)\[(\w+)\]", done.stderr))


def problems_of(page, itwc, folder, verbs):
    text = page.read_text()
    if "## wrong\n" not in text or "## right\n" not in text:
        yield f"{page.name}: no `## wrong` and `## right`"
        return
    prose, rest = text.split("## wrong\n")
    wrong, right = rest.split("## right\n")
    for command in stale_commands(re.sub(r"(?<=[^`])\n(?=[^`])", " ", prose) + "\n" + right, itwc, verbs):
        yield f"{page.name}: there is no `{command}`"
    if page.stem[0] in "EW" and "```" not in wrong:
        yield f"{page.name}: no wrong example"
    for arguments, example in BLOCK.findall(wrong):
        code, seen = codes_of(itwc, arguments.split(), example, folder)
        if page.stem not in seen:
            yield f"{page.name}: the wrong example gives {sorted(seen)}, exit {code}"
    for arguments, example in BLOCK.findall(right):
        code, seen = codes_of(itwc, arguments.split(), example, folder)
        if code != 0 or page.stem in seen:
            yield f"{page.name}: the right example gives {sorted(seen)}, exit {code}"


def main():
    root, itwc = pathlib.Path(sys.argv[1]), sys.argv[2]
    pages = sorted((root / "compiler/diag/explain").glob("*.md"))
    verbs = {}
    with tempfile.TemporaryDirectory() as folder:
        problems = [problem for page in pages for problem in problems_of(page, itwc, folder, verbs)]
    print("\n".join(problems) or f"the examples of {len(pages)} pages are true")
    return 1 if problems or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
