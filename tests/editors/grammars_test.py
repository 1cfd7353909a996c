"""The TextMate and the Vim grammar take every token of every .itw file in the tree for what the compiler takes it
for, and know every keyword, every unit and every name of the standard library. grammars_test.py ROOT TOKENS VIM WHEELS;
with ITW_BLESS=1 the lists of names in both grammars are written anew first."""

import json
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SHOWN = 20
# What the compiler calls a token, and the beginnings of the scopes or groups that say the same.
TEXTMATE = {"comment": ("comment.",), "string": ("string.",), "number": ("constant.numeric.",),
            "keyword": ("keyword.control.", "keyword.declaration."), "constant": ("constant.language.",)}
VIM = {"comment": ("itwComment", "itwDoc"), "string": ("itwString", "itwEscape", "itwInterpolation"),
       "number": ("itwNumber",), "keyword": ("itwControl", "itwDeclaration", "itwClause"), "constant": ("itwConstant",)}
LIBRARY = {"TextMate": ("support.function.",), "Vim": ("itwLibrary",)}


class Token:
    def __init__(self, kind, line, first, last, text):
        self.kind, self.line, self.first, self.last, self.text = kind, line, first, last, text


def tokens_of(tool, path):
    """The compiler's tokens with lines from 0 and bytes in the line; none for a file with syntax errors."""
    done = subprocess.run([tool, str(path)], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        return []
    data = path.read_bytes()
    starts = [0] + [match.end() for match in re.finditer(b"\n", data)]
    tokens = []
    line = 0
    for row in done.stdout.splitlines():
        kind, begin, end = row.split()
        begin, end = int(begin), int(end)
        while line + 1 < len(starts) and starts[line + 1] <= begin:
            line += 1
        text = data[begin:end].decode()
        if (kind, text, begin) == ("name", "itw", data.find(b"itw")) and not data[:begin].strip(b"# \n"):
            kind = "other"  # The edition.
        tokens.append(Token(kind, line, begin - starts[line], end - starts[line] - 1, text.rstrip()))
        if kind == "comment":
            tokens[-1].last = tokens[-1].first + len(text.rstrip().encode()) - 1
    return tokens


def tables(tool):
    rows = subprocess.run([tool, "--tables"], capture_output=True, text=True, check=True).stdout.splitlines()
    found = {"keyword": [], "unit": [], "declared": []}
    for row in rows:
        table, word = row.split(" ", 1)
        found[table].append(word.rsplit(".", 1)[-1])
    return {table: sorted(set(words)) for table, words in found.items()}


def bless(root, names):
    grammar = root / "editors/vscode/syntaxes/itw.tmLanguage.json"
    text = grammar.read_text()
    document = json.loads(text)
    document["repository"]["library"]["patterns"][0]["match"] = "\\b(?:" + "|".join(names) + ")\\b"
    grammar.write_text(json.dumps(document, indent=2) + "\n")
    vim = root / "editors/vim/syntax/itw.vim"
    line = 'syn match itwLibrary "\\<\\%(' + "\\|".join(names) + '\\)\\>"'
    vim.write_text(re.sub(r"(?m)^syn match itwLibrary .*$", lambda _: line, vim.read_text()))


def table_file(folder, words):
    """A program, right in its tokens alone, with every unit, and every declared name in a call."""
    path = folder / "tables.itw"
    lines = ["itw 1", ""]
    lines += [f"let u{i} = 3{unit} + 1.5 {unit}" for i, unit in enumerate(words["unit"])]
    # Three names are clauses behind a call, and only the compiler can tell.
    names = [name for name in words["declared"] if name not in ("cache", "deadline", "retry")]
    lines += [f"let d{i} = ({name}(1))" for i, name in enumerate(names)]
    lines += ["let h = 6.5h30min + 1_000h + 3\tepochs", "sweep s of p {", "  minimize if h then 1 else 2",
              "  when h { require if h then true else false because \"x\", subject to h }", "}",
              "pipeline p {", "  publish if h then 1 else 2 as \"x\"", "}"]
    path.write_text("\n".join(lines) + "\n")
    return path


class TextMate:
    def __init__(self, root, wheels):
        sys.path.append(wheels)
        logging.disable(logging.CRITICAL)
        from textmate_grammar.parsers.base import LanguageParser
        self.parser = LanguageParser(json.loads((root / "editors/vscode/syntaxes/itw.tmLanguage.json").read_text()))

    def scopes(self, files):
        for path in files:
            text = path.read_text()
            lines = text.split("\n")
            found = {}
            element = self.parser.parse_string(text)
            for (line, column), piece, scopes in element.flatten() if element else []:
                start = len(lines[line][:column].encode())
                for offset in range(len(piece.encode())):
                    found[line, start + offset] = scopes
            yield path, lambda token, column, found=found: found.get((token.line, column), [])


class Vim:
    SCRIPT = r"""
set nocompatible
let &runtimepath = $GRAMMAR . ',' . &runtimepath
syntax on
filetype plugin on
for path in readfile($FILES)
  execute 'edit ' . fnameescape(path)
  if &filetype !=# 'itw' | throw 'no filetype for ' . path | endif
  let out = []
  for row in readfile(path . '.places')
    let place = split(row)
    call add(out, join(map(synstack(place[0], place[1]), 'synIDattr(v:val, "name")')))
  endfor
  call writefile(out, path . '.groups')
endfor
if v:errmsg !=# '' | call writefile([v:errmsg], $FILES . '.error') | endif
quitall!
"""

    def __init__(self, root, vim):
        self.root, self.vim = root, vim

    def scopes(self, files, tokens):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            copies = []
            for number, path in enumerate(files):
                copy = folder / f"{number}.itw"
                copy.write_bytes(path.read_bytes())
                copies.append(copy)
                pathlib.Path(f"{copy}.places").write_text("".join(
                    f"{token.line + 1} {column + 1}\n" for token in tokens[path] for column in (token.first, token.last)))
            (folder / "list").write_text("".join(f"{copy}\n" for copy in copies))
            (folder / "script.vim").write_text(self.SCRIPT)
            environment = dict(os.environ, GRAMMAR=str(self.root / "editors/vim"), FILES=str(folder / "list"), LC_ALL="C.UTF-8")
            done = subprocess.run([self.vim, "-es", "-u", "NONE", "-N", "-S", str(folder / "script.vim")], env=environment,
                                  capture_output=True, text=True, timeout=500, stdin=subprocess.DEVNULL)
            error = folder / "list.error"
            if error.exists():
                sys.exit(f"vim says: {error.read_text()}")
            for path, copy in zip(files, copies):
                groups = pathlib.Path(f"{copy}.groups")
                if not groups.exists():
                    sys.exit(f"vim ended with {done.returncode} before {path}: {done.stdout}{done.stderr}")
                rows = groups.read_text().split("\n")
                places = {}
                for number, token in enumerate(tokens[path]):
                    places[token.line, token.first] = rows[2 * number].split()
                    places[token.line, token.last] = rows[2 * number + 1].split()
                yield path, lambda token, column, places=places: places[token.line, column]


def says(kind, scopes, table):
    wanted = table.get(kind)
    if wanted is not None:
        return any(scope.startswith(wanted) for scope in scopes)
    if kind != "name":
        return True
    others = [prefix for name, prefixes in table.items() for prefix in prefixes]
    return not any(scope.startswith(tuple(others)) for scope in scopes)


def main():
    root, tool, vim, wheels = pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:5]
    words = tables(tool)
    if os.environ.get("ITW_BLESS"):
        bless(root, words["declared"])
    with tempfile.TemporaryDirectory() as folder:
        every = table_file(pathlib.Path(folder), words)
        folders = [root / part for part in ("stdlib", "examples", "tests", "docs")]
        files = [every] + sorted(path for part in folders for path in part.rglob("*.itw"))
        tokens = {path: tokens_of(tool, path) for path in files}
        files = [path for path in files if tokens[path]]
        problems, seen, checked = [], {}, 0
        engines = {"TextMate": (TextMate(root, wheels).scopes(files), TEXTMATE),
                   "Vim": (Vim(root, vim).scopes(files, tokens), VIM)}
        for engine, (results, table) in engines.items():
            for path, at in results:
                for token in tokens[path]:
                    checked += 1
                    kinds = [at(token, column) for column in (token.first, token.last)]
                    known = path != every or token.kind != "name" or token.text not in words["declared"] or any(
                        scope.startswith(LIBRARY[engine]) for scope in kinds[0])
                    if token.kind == "keyword":
                        seen.setdefault(engine, set()).add(token.text)
                    if not known or not all(says(token.kind, scopes, table) for scopes in kinds):
                        problems.append(f"{engine}: {path}:{token.line + 1}:{token.first + 1}: `{token.text[:40]}` is a "
                                        f"{token.kind} and shown as {' '.join(kinds[0][-1:] + kinds[1][-1:])}")
        for engine, (_, table) in engines.items():
            grammar = root / ("editors/vscode/syntaxes/itw.tmLanguage.json" if engine == "TextMate" else "editors/vim/syntax/itw.vim")
            text = grammar.read_text()
            problems += [f"{engine}: the keyword `{word}` is not in {grammar.name}" for word in words["keyword"]
                         if not re.search(rf"(?<![A-Za-z]){word}(?![A-Za-z])", text)]
    print("\n".join(problems[:SHOWN]))
    print(f"{len(files)} files, {checked} tokens looked at, {len(problems)} shown as something else")
    return 1 if problems or len(files) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
