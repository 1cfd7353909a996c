"""Golden tests: runs `itwc VERB NAME.itw ARGS` for every case of a folder tests/golden/VERB and compares
exit code, standard output and standard error with NAME.out. ITW_BLESS=1 writes NAME.out instead.

A case is NAME.itw, with further words in NAME.args where it needs them. In NAME.args `{}` stands for
the file (which otherwise comes first) and a line `< FILE` names standard input; `fmt` formats standard
input where nothing else is said. In the folders `cli` and `package` a case is only NAME.args: the whole
command line. NAME begins with `fail_` exactly when the exit code is
not 0. A case runs in a copy of its folder, so that what it writes is gone afterwards."""

import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 120

# Cases of these verbs share one copy of their folder; each copying all of it is quadratic.
WRITE_NOTHING = ("check", "config", "graph", "plan")

# What differs between machines or builds without a difference that matters.
MASKS = [
    (re.compile(r"sha256:[0-9a-f]{64}"), "sha256:<digest>"),
    (re.compile(r"sha256/[0-9a-f]{2}/[0-9a-f]{62}"), "sha256/<digest>"),
    (re.compile(r"\b(done|failed|in|took) in [0-9.]+ s\b"), r"\1 in <seconds>"),
    (re.compile(r'("build": ")[0-9.]+(")'), r"\1<version>\2"),
    (re.compile(r'("(?:seconds|peak_memory|peak_memory_bytes|samples_per_second)": )[0-9.e+-]+'), r"\1<number>"),
    (re.compile(r"\b[0-9]+(?:\.[0-9]+)? ?(?:ms|s)\b(?=.*# seconds)"), "<seconds>"),
]


class Case:
    def __init__(self, folder, name):
        self.folder = folder
        self.name = name
        self.golden = folder / (name + ".out")
        self.words, self.stdin = self.read_words()

    def read_words(self):
        verb = [] if self.folder.name in ("cli", "package") else [self.folder.name]
        file = self.name + ".itw"
        has_file = (self.folder / file).exists()
        arguments = self.folder / (self.name + ".args")
        lines = arguments.read_text().splitlines() if arguments.exists() else []
        if self.folder.name == "fmt" and not lines:
            lines = ["-", f"< {file}"]
        stdin = [line[1:].strip() for line in lines if line.startswith("<")]
        words = shlex.split(" ".join(line for line in lines if not line.startswith("<")), comments=True)
        if "{}" in words or not has_file or stdin:
            words = [file if word == "{}" else word for word in words]
        else:
            words = [file] + words
        return verb + words, stdin[0] if stdin else None


def pretty(text, words):
    """JSON on several lines, after checking that it is one document with the envelope."""
    if "--format json" not in " ".join(words).replace("=", " "):
        return text
    document = json.loads(text)
    for field in ("itw", "kind", "ok", "diagnostics"):
        if field not in document:
            raise ValueError(f"the JSON document has no field {field!r}")
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def masked(text):
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def run(case, itwc, scratch):
    shared = case.folder.name in WRITE_NOTHING
    place = pathlib.Path(scratch) / (case.folder.name + ("" if shared else "-" + case.name))
    if not shared:
        shutil.copytree(case.folder, place)
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "LC_ALL": "C"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "ITW_WORKER"):
        if name in os.environ:
            environment[name] = os.environ[name]
    stdin = open(place / case.stdin, "rb") if case.stdin else subprocess.DEVNULL
    done = subprocess.run([itwc] + case.words, cwd=place, env=environment, stdin=stdin,
                          capture_output=True, timeout=TIMEOUT_SECONDS)
    out, err = done.stdout.decode(), done.stderr.decode()
    text = f"exit {done.returncode}\n--- stdout\n{pretty(out, case.words)}--- stderr\n{err}"
    for line in (str(place), scratch, str(pathlib.Path(itwc).parent)):
        if line in text:
            raise ValueError(f"the output names a folder of this machine: {line}")
    return done.returncode, masked(text)


def check(case, itwc, scratch, bless):
    """What is wrong with a case; empty when nothing is."""
    try:
        code, seen = run(case, itwc, scratch)
    except (ValueError, OSError, subprocess.TimeoutExpired) as error:
        return f"{case.folder.name}/{case.name}: {error}\n"
    if (code != 0) != case.name.startswith("fail_"):
        return f"{case.folder.name}/{case.name}: exit {code}, but `fail_` says otherwise\n{seen}"
    if bless:
        if not case.golden.exists() or case.golden.read_text() != seen:
            case.golden.write_text(seen)
        return ""
    wanted = case.golden.read_text() if case.golden.exists() else ""
    if wanted == seen:
        return ""
    difference = difflib.unified_diff(wanted.splitlines(), seen.splitlines(), str(case.golden.name), "seen", lineterm="")
    return f"{case.folder.name}/{case.name}:\n" + "\n".join(difference) + "\n"


def cases_of(folder):
    names = {path.stem for path in folder.glob("*.args")}
    if folder.name not in ("cli", "package"):
        names |= {path.stem for path in folder.glob("*.itw") if not path.stem.startswith("_")}
    return [Case(folder, name) for name in sorted(names)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--itwc", required=True)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    bless = os.environ.get("ITW_BLESS") == "1"
    itwc = str(pathlib.Path(options.itwc).resolve())
    cases = [case for folder in options.folders for case in cases_of(folder)]
    problems = []
    for folder in options.folders:
        known = {case.name for case in cases if case.folder == folder}
        for stale in sorted(path for path in folder.glob("*.out") if path.stem not in known):
            stale.unlink() if bless else problems.append(f"{stale.name}: no such case\n")
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(2) as pool:
        for folder in options.folders:
            if folder.name in WRITE_NOTHING:
                shutil.copytree(folder, pathlib.Path(scratch) / folder.name)
        problems += [p for p in pool.map(lambda case: check(case, itwc, scratch, bless), cases) if p]
    sys.stdout.write("\n".join(problems))
    print(f"{len(cases)} cases, {len(problems)} problems")
    return 1 if problems or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
