"""What is wrong with the settings, said with the place and with the values that would do."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from transforms.errors import SettingsError

TYPE_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", tuple: "a list of texts"}


def settings_error(error: ValidationError, model: type[BaseModel], origins: Mapping[str, str]) -> SettingsError:
    """The first problem of `error` as a SettingsError; `origins` maps a dotted key to the variable that set it."""
    first = error.errors(include_url=False)[0]
    path = _keys(first["loc"], model)
    dotted = ".".join(str(key) for key in path)
    origin = origins.get(dotted)
    where = f"{origins['']}: {_shown(path)}" if origin is None else origin
    if first["type"] == "extra_forbidden":
        return SettingsError(where, "no such key", _known_keys(model, path))
    is_shown = first["type"] != "missing" and not _may_be_secret(path, first["input"])
    given = f", not {_brief(first['input'])}" if is_shown else ""
    problem = "missing" if first["type"] == "missing" else "wrong value" if _is_right_type(first) else "wrong type"
    return SettingsError(where, problem, f"use {_wanted(model, path)}{given}")


def _keys(location: tuple[int | str, ...], model: type[BaseModel]) -> list[int | str]:
    """The location without the names of union members that pydantic adds after the key."""
    keys: list[int | str] = []
    at: type[BaseModel] | None = model
    for key in location:
        keys.append(key)
        if isinstance(key, int):
            continue
        field = at.model_fields.get(key) if at else None
        at = _model_of(field) if field else None
        if at is None:
            break
    return keys


def _shown(path: list[int | str]) -> str:
    """`sources[1].kind`: the tables of a list are counted from 1, as a person counts them in the file."""
    return "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def _known_keys(model: type[BaseModel], path: list[int | str]) -> str:
    holder = model
    for key in path[:-1]:
        if isinstance(key, str):
            holder = _model_of(holder.model_fields[key]) or holder
    known = list(holder.model_fields)
    close = get_close_matches(str(path[-1]), known, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    return f"{meant}the keys here are {', '.join(known)}"


def _model_of(field: FieldInfo) -> type[BaseModel] | None:
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _field(model: type[BaseModel], path: list[int | str]) -> FieldInfo | None:
    field: FieldInfo | None = None
    at: type[BaseModel] | None = model
    for key in path:
        if isinstance(key, str) and at is not None:
            field = at.model_fields.get(key)
            at = _model_of(field) if field else None
    return field


def _wanted(model: type[BaseModel], path: list[int | str]) -> str:
    field = _field(model, path)
    if field is None:
        return "a value of another type"
    nested = _model_of(field)
    if nested is not None:
        return f"a table with the keys {', '.join(nested.model_fields)}"
    if get_origin(field.annotation) is Literal:
        return "one of " + ", ".join(f'"{value}"' for value in get_args(field.annotation))
    bounds = _bounds(field)
    return " ".join(part for part in (_type_name(field.annotation), bounds, f"({field.description})") if part)


def _type_name(annotation: Any) -> str:
    origin = get_origin(annotation) or annotation
    if origin is dict:
        return "a table"
    members = [kind for kind in get_args(annotation) if kind is not type(None)]
    return TYPE_NAMES.get(origin) or TYPE_NAMES.get(members[0] if members else str, "a text")


def _bounds(field: FieldInfo) -> str:
    said = {"ge": "of at least", "gt": "above", "le": "of at most", "min_length": "of at least the length"}
    found = [
        f"{words} {getattr(rule, name):g}"
        for rule in field.metadata
        for name, words in said.items()
        if getattr(rule, name, None) is not None
    ]
    return " and ".join(found)


def _is_right_type(problem: Any) -> bool:
    return not (problem["type"].endswith("_type") or problem["type"].endswith("_parsing"))


def _may_be_secret(path: list[int | str], value: Any) -> bool:
    """Whether a value must not be repeated: addresses and options hold passwords, and tables hold those."""
    is_plain = isinstance(value, str | int | float | bool) and "://" not in str(value)
    return not is_plain or path[0] == "notify" or "options" in path


def _brief(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
