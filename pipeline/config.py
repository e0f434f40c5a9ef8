"""The configuration: the ordered list of stages with their options, and the limits, checked before a file is read.

It stands in `[tool.onetext]` of pyproject.toml or at the top of onetext.toml:

    stages = [
      "pipeline.stages.normalise:normalise",
      { use = "my_package.stages:adverts", words = ["sponsored"] },   # a stage of your own, with its options
    ]
    seconds_per_document = 60
"""

from __future__ import annotations

import importlib
import inspect
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.document import Stage

FILES = ("onetext.toml", "pyproject.toml")


class ConfigError(ValueError):
    """The configuration cannot be used; the message names the file, the entry and the remedy."""


class StageSpec(NamedTuple):
    """A stage by its "module:function", with its keyword arguments."""

    use: str
    options: tuple[tuple[str, Any], ...] = ()


class Config(NamedTuple):
    """What a run does. `megabytes_per_file` and `seconds_per_document` bound a single input."""

    stages: tuple[StageSpec, ...] = (
        StageSpec("pipeline.stages.normalise:normalise"),
        StageSpec("pipeline.stages.lines:lines"),
        StageSpec("pipeline.stages.repeats:repeats"),
        StageSpec("pipeline.stages.furniture:furniture"),
        StageSpec("pipeline.stages.references:references"),
        StageSpec("pipeline.stages.structure:structure"),
        StageSpec("pipeline.stages.words:words"),
    )
    megabytes_per_file: float = 64.0
    seconds_per_document: float = 60.0
    shortest_article: int = 40

    def as_dict(self) -> dict[str, Any]:
        """The configuration as it goes into the manifest."""
        stages = [{"use": s.use, **dict(s.options)} for s in self.stages]
        return dict(sorted({**self._asdict(), "stages": stages}.items()))


def load(path: Path | None = None, folder: Path = Path()) -> Config:
    """The configuration of `path`, or of the first of FILES in `folder` that has one, or the default.

    Raises ConfigError when it cannot be read or used.
    """
    for candidate in [path] if path else [folder / name for name in FILES]:
        if path or candidate.is_file():
            table = _table(candidate)
            if table is not None:
                return _config(table, candidate)
    return Config()


def _table(path: Path) -> dict[str, Any] | None:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name another with --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not TOML ({error})") from error
    if path.name != "pyproject.toml":
        return data
    found = data.get("tool", {}).get("onetext")
    return found if isinstance(found, dict) else None


def _config(table: Mapping[str, Any], path: Path) -> Config:
    default = Config()
    unknown = sorted(set(table) - set(Config._fields))
    if unknown:
        raise ConfigError(f"{path}: unknown entry {unknown[0]!r}; known are {', '.join(Config._fields)}")
    given = dict(table)
    if "stages" in given:
        if not isinstance(given["stages"], list):
            raise ConfigError(f"{path}: stages must be a list")
        given["stages"] = tuple(_spec(entry, path) for entry in given["stages"])
    for name in ("megabytes_per_file", "seconds_per_document", "shortest_article"):
        value = given.get(name, getattr(default, name))
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise ConfigError(f"{path}: {name} must be a number above 0, not {value!r}")
    config = default._replace(**given)
    for spec in config.stages:
        _checked(spec, str(path))
    return config


def _spec(entry: object, path: Path) -> StageSpec:
    if isinstance(entry, str):
        return StageSpec(entry)
    if isinstance(entry, dict) and isinstance(entry.get("use"), str):
        return StageSpec(entry["use"], tuple(sorted((k, v) for k, v in entry.items() if k != "use")))
    raise ConfigError(f'{path}: a stage is "module:function" or {{ use = "module:function", … }}, not {entry!r}')


def resolve(spec: StageSpec) -> Stage:
    """The stage itself, its options bound. Raises ConfigError when there is no such function or option."""
    return partial(_checked(spec, "configuration"), **dict(spec.options)) if spec.options else _checked(spec, "")


def _checked(spec: StageSpec, where: str) -> Stage:
    module, _, name = spec.use.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(f'{where}: there is no stage "{spec.use}" ({error}); write "module:function"') from error
    known = [p.name for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]
    wrong = [option for option, _ in spec.options if option not in known]
    if wrong:
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise ConfigError(f"{where}: stage {spec.use} has no option {wrong[0]!r}; {has}")
    return function  # type: ignore[no-any-return]
