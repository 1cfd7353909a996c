"""Prints the signatures of Python functions for `itwc manifest`: python3 -c THIS pkg.mod:fn ...

Runs in the user's interpreter, in the folder of the program, and imports the modules that are named.
Prints one JSON object: "manifest" is the text of the manifest, "failures" says why a function is not
in it. What the modules print goes to standard error."""

import collections.abc
import dataclasses
import hashlib
import importlib
import inspect
import json
import os
import pathlib
import sys
import types
import typing

SIMPLE = {bool: "bool", int: "int", float: "float", str: "string", type(None): "none", None: "none",
          typing.Any: "opaque", inspect.Parameter.empty: "opaque"}
LISTS = (list, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Collection)
DEEPEST = 16


def unsupported(annotation):
    name = getattr(annotation, "__qualname__", None) if isinstance(annotation, type) else None
    return {"unsupported": f"{annotation.__module__}.{name}" if name else str(annotation)}


def record_fields(annotation):
    """The fields of a dataclass, TypedDict or NamedTuple; nothing for other types."""
    is_record = (dataclasses.is_dataclass(annotation) or typing.is_typeddict(annotation)
                 or (isinstance(annotation, type) and issubclass(annotation, tuple) and hasattr(annotation, "_fields")))
    return typing.get_type_hints(annotation) if is_record else None


def union_of(arguments, annotation, depth):
    rest = [each for each in arguments if each is not type(None)]
    if len(rest) != 1 or len(rest) == len(arguments):
        return unsupported(annotation)
    return {"optional": type_of(rest[0], depth)}


def type_of(annotation, depth=0):
    """An annotation as the manifest writes it."""
    if depth > DEEPEST:
        return unsupported(annotation)
    try:
        if annotation in SIMPLE:
            return SIMPLE[annotation]
    except TypeError:
        return unsupported(annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return type_of(arguments[0], depth + 1)
    if origin in (typing.Union, getattr(types, "UnionType", typing.Union)):
        return union_of(arguments, annotation, depth + 1)
    if origin is typing.Literal and all(isinstance(each, str) for each in arguments):
        return {"enum": list(arguments)}
    if annotation in LISTS:
        return {"list": "opaque"}
    if origin in LISTS and len(arguments) == 1:
        return {"list": type_of(arguments[0], depth + 1)}
    if isinstance(annotation, type) and issubclass(annotation, os.PathLike) or origin is os.PathLike:
        return "path"
    fields = record_fields(annotation)
    if fields is not None:
        return {"record": {name: type_of(each, depth + 1) for name, each in fields.items()}}
    return unsupported(annotation)


def source_of(function, folder):
    """The file of a function below the folder of the program, and its digest."""
    try:
        path = pathlib.Path(inspect.getsourcefile(inspect.unwrap(function))).resolve()
        name = path.relative_to(folder).as_posix()
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except (TypeError, ValueError, OSError):
        return {}
    return {"source": name, "sha256": "sha256:" + digest}


def signature_of(name, folder):
    module, _, path = name.partition(":")
    function = importlib.import_module(module)
    for part in path.split("."):
        function = getattr(function, part)
    if not callable(function):
        raise TypeError(f"`{path}` is not a function")
    signature = inspect.signature(function)
    hinted = function.__call__ if not inspect.isroutine(function) and not inspect.isclass(function) else function
    hints = typing.get_type_hints(inspect.unwrap(hinted))
    parameters, takes_any = [], False
    for each in signature.parameters.values():
        if each.kind is each.VAR_KEYWORD:
            takes_any = True
        elif each.kind is each.POSITIONAL_ONLY:
            raise TypeError(f"the parameter `{each.name}` is positional only, and steps pass arguments by name")
        elif each.kind is not each.VAR_POSITIONAL:
            kind = type_of(hints.get(each.name, each.empty))
            parameters.append({"name": each.name, "required": each.default is each.empty, "type": kind})
    result = type_of(hints.get("return", inspect.Parameter.empty))
    found = {"parameters": parameters, "result": result, **source_of(function, folder)}
    return {**found, "takes_any": True} if takes_any else found


def reason(error):
    text = " ".join(str(error).split())
    if isinstance(error, (ImportError, TypeError, AttributeError)) and text:
        return text[0].lower() + text[1:]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def main(names):
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    folder = pathlib.Path.cwd().resolve()
    functions, failures = {}, {}
    for name in names:
        try:
            functions[name] = signature_of(name, folder)
        except (Exception, SystemExit) as error:
            failures[name] = reason(error)
    manifest = {"functions": functions, "itw": 1, "kind": "manifest"}
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    json.dump({"failures": failures, "manifest": text}, answer)
    answer.close()


main(sys.argv[1:])
