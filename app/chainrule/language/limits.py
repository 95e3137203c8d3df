"""How large a program may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a program; each may be reached, none may be passed."""

    characters: int = 100_000
    tokens: int = 50_000
    nesting: int = 100
    """Open brackets, prefix signs and pending powers, together."""
    name: int = 64
    arguments: int = 64
    number: int = 40
    """Characters of one number literal."""
    rank: int = 6
    """Axes of an array."""
    nodes: int = 20_000
    errors: int = 20
