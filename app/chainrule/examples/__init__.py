"""Worked examples with their sources: the gallery, the tests and the docs read the same files.

One TOML file an example, in the order of the gallery. ``values`` and ``gradients`` are by node id; ``published`` holds
the numbers that the source prints, rounded to ``decimals``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """A program and what is known about it."""

    id: str
    title: str
    sentence: str
    source: str
    program: str
    output: str
    inputs: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    gradients: dict[str, Any] = field(default_factory=dict)
    published: dict[str, Any] = field(default_factory=dict)


def load() -> list[Example]:
    """All examples; the first is the reference note's."""
    files = (entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".toml"))
    return [_read(entry.name, entry.read_text(encoding="utf-8")) for entry in sorted(files, key=lambda file: file.name)]


def _read(name: str, text: str) -> Example:
    facts = tomllib.loads(text)
    facts["program"] = facts["program"].strip()
    return Example(id=name.removesuffix(".toml").partition("-")[2], **facts)
