"""Finds the public declarations of a C++ header, without a compiler: enough for headers that are
laid out by clang-format and hold no preprocessor tricks."""

import dataclasses
import re

from common import without_comments

TYPE = re.compile(r"^(class|struct|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[.*?\]\]\s*)?(?:alignas\([^)]*\)\s*)?([A-Za-z_]\w*)")
ALIAS = re.compile(r"^(?:using\s+(\w+)\s*=|concept\s+(\w+)|typedef\b)")
FUNCTION = re.compile(r"([~A-Za-z_]\w*|operator\s*\S+?)\s*\($")


@dataclasses.dataclass
class Declaration:
    line: int      # where its text begins, from 1
    kind: str      # "type", "alias", "function", "value", "macro"
    name: str
    text: str
    inside: str    # name of the class it is a member of, "" at namespace scope


@dataclasses.dataclass
class Scope:
    kind: str      # "namespace", "class" or "other"
    name: str
    public: bool


def find_declarations(text: str) -> list[Declaration]:
    found = [Declaration(number, "macro", match.group(1), line, "")
             for number, line in enumerate(text.split("\n"), start=1)
             if (match := re.match(r"\s*#\s*define\s+(\w+)\S*\s+\S", line))]
    code = _without_preprocessor(without_comments(text))
    scopes = [Scope("namespace", "", True)]
    start, depth, index = 0, 0, 0
    while index < len(code):
        char = code[index]
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif depth == 0 and char in ";{}:":
            # What follows a brace initialiser or a body starts anew.
            start = _statement(code, start, index, scopes, found)
            if char == "{" and scopes[-1].kind == "other":
                index = _closing(code, index)
                scopes.pop()
                start = index + 1
        index += 1
    return sorted(found, key=lambda declaration: declaration.line)


def _statement(code: str, start: int, end: int, scopes: list[Scope], found: list[Declaration]) -> int:
    """Handles the text from start up to a `;`, `{`, `}` or `:`; returns where the next one starts."""
    char = code[end]
    text = " ".join(code[start:end].split())
    if char == ":":
        if text in ("public", "private", "protected"):
            scopes[-1].public = text == "public"
            return end + 1
        return start
    if char == "}":
        if len(scopes) > 1:
            scopes.pop()
        return end + 1
    line = code.count("\n", 0, start + len(code[start:end]) - len(code[start:end].lstrip())) + 1
    _declare(text, line, char, scopes, found)
    if char == "{":
        scopes.append(_scope(text))
    return end + 1


def _declare(text: str, line: int, char: str, scopes: list[Scope], found: list[Declaration]) -> None:
    scope = scopes[-1]
    if not text or scope.kind == "other" or not scope.public:
        return
    inside = scope.name if scope.kind == "class" else ""
    bare = _without_template(text)
    type_match, alias = TYPE.match(bare), ALIAS.match(bare)
    if type_match and "(" not in bare.split(":")[0]:
        if char == "{":
            found.append(Declaration(line, "type", type_match.group(2), text, inside))
    elif alias:
        found.append(Declaration(line, "alias", alias.group(1) or alias.group(2) or "", text, inside))
    elif bare.startswith(("namespace", "friend", "using ", "template", "static_assert", "extern \"")):
        return
    else:
        function = _function_name(bare)
        kind = "function" if function else "value"
        found.append(Declaration(line, kind, function or bare.split("=")[0].split()[-1], text, inside))


def _scope(text: str) -> Scope:
    bare = _without_template(text)
    # `detail` is nobody else's, as the name says.
    if re.match(r"(inline\s+)?namespace\b|extern\b\s*\"\"$", bare) and not bare.endswith("detail"):
        return Scope("namespace", "", True)
    match = TYPE.match(bare)
    if match and "(" not in bare.split(":")[0] and not match.group(1).startswith("enum"):
        return Scope("class", match.group(2), match.group(1) != "class")
    return Scope("other", "", False)


def _function_name(text: str) -> str:
    """The name before the first bracket that is not part of a template argument or attribute."""
    depth = 0
    for index, char in enumerate(text):
        if char == "<":
            depth += 1
        elif char == ">":
            depth = max(0, depth - 1)
        elif char == "=" and depth == 0 and not text[:index].rstrip().endswith("operator"):
            return ""
        elif char == "(" and depth == 0:
            match = FUNCTION.search(text[:index + 1])
            return match.group(1) if match and match.group(1) not in ("alignas", "decltype") else ""
    return ""


def _without_template(text: str) -> str:
    while text.startswith(("template", "[[")):
        opening, closing = ("<", ">") if text.startswith("template") else ("[", "]")
        depth, end = 0, len(text)
        for index, char in enumerate(text):
            depth += (char == opening) - (char == closing)
            if char == closing and depth == 0:
                end = index + 1
                break
        text = text[end:].lstrip()
    return text


def _without_preprocessor(code: str) -> str:
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\[^\n])*", lambda match: "\n" * match.group(0).count("\n"),
                  code, flags=re.MULTILINE)


def _closing(code: str, opening: int) -> int:
    depth = 0
    for index in range(opening, len(code)):
        depth += (code[index] == "{") - (code[index] == "}")
        if depth == 0:
            return index
    return len(code)
