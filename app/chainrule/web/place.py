"""Where a graph's nodes stand in an answer: as a request wishes it, with the groups that it folds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chainrule.engine.graph import Graph
from chainrule.engine.trace import levels
from chainrule.view.folding import Folding, Group, fold, groups, layout_folded, prefix, told
from chainrule.view.layout import Layout, layout

LONGEST_ECHO = 60
MOST_WARNINGS = 20
"""Names that are no groups and are warned of one by one: a request may list thousands."""


@dataclass(frozen=True, slots=True)
class Place:
    """The layout of a graph, its groups, and how they are folded; nothing of that where no layout is wished for."""

    graph: Graph
    layout: Layout | None = None
    groups: list[Group] = field(default_factory=list)
    folding: Folding | None = None
    warnings: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, graph: Graph, wish: dict[str, Any] | None, key: Callable[[str], str | None] = prefix) -> Place:
        """Lay a graph out; ``key`` says to which group a name belongs. A group that is not there is warned of."""
        if wish is None:
            return cls(graph)
        every = groups(graph, key)
        asked = {name: at for at, name in reversed(list(enumerate(wish.get("folded", ()))))}
        folded = [group for group in every if group.name in asked]
        warnings = _warnings(asked, every)
        order, direction = wish.get("previous"), wish.get("direction", "right")
        if not folded:
            placed = layout(graph, levels(graph), previous=order, direction=direction)
            return cls(graph, placed, every, None, warnings)
        folding = fold(graph, folded)
        return cls(graph, layout_folded(graph, folding, previous=order, direction=direction), every, folding, warnings)

    def told(self, answer: dict[str, Any]) -> dict[str, Any]:
        """An answer with the groups."""
        return told(answer, self.graph, self.groups, self.folding)


def _warnings(asked: Mapping[str, int], every: list[Group]) -> list[dict[str, Any]]:
    """What is said about names that are no groups, each with its first place: some one by one, then how many more."""
    known = {group.name for group in every}
    missing = sorted((at, name) for name, at in asked.items() if name not in known)
    told = [_missing(name, at, every) for at, name in missing[:MOST_WARNINGS]]
    if len(missing) > MOST_WARNINGS:
        detail = f"{len(missing) - MOST_WARNINGS:,} more names are no groups."
        told.append({"detail": detail, "pointer": "/layout/folded"})
    return told


def _missing(name: str, at: int, every: list[Group]) -> dict[str, Any]:
    known = ", ".join(f"'{group.name}'" for group in every[:10]) or "none"
    shown = name if len(name) <= LONGEST_ECHO else name[:LONGEST_ECHO] + "…"
    detail = f"There is no group '{shown}' to fold. The groups are: {known}."
    return {"detail": detail, "pointer": f"/layout/folded/{at}"}
