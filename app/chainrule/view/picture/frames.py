"""Frames: what is known after the first k steps. A pure function of scene and k."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chainrule.view.picture.scene import Scene, Stage


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that is known after k steps; None stands for what is pending.

    ``parts`` are the contributions that a node holds whose sum is not complete. ``handed`` and ``local`` say of each
    edge whether its propagated and its local gradient are known. ``nodes`` and ``edges`` take part in this stage.
    """

    k: int
    phase: str
    stage: Stage | None
    values: list[Any]
    gradients: list[Any]
    parts: list[list[Any]]
    local: list[bool]
    handed: list[bool]
    nodes: frozenset[int]
    edges: frozenset[int]


def frame_at(scene: Scene, k: int) -> Frame:
    """The frame after k steps; all of them if there are fewer."""
    k = max(0, min(k, len(scene.steps)))

    def known(at: int) -> bool:
        return 0 <= at <= k

    stage = next((stage for stage in reversed(scene.stages) if stage.start < k), None)
    nodes, edges = _active(scene, stage, k)
    return Frame(
        k=k,
        phase=_phase(scene, k),
        stage=stage,
        values=[v if known(at) else None for v, at in zip(scene.values, scene.value_at, strict=True)],
        gradients=[g if known(at) else None for g, at in zip(scene.gradients, scene.gradient_at, strict=True)],
        parts=[[] if known(at) else _parts(scene, node, k) for node, at in enumerate(scene.gradient_at)],
        local=[known(scene.value_at[target]) for target in scene.edges.target],
        handed=[known(at) for at in scene.propagated_at],
        nodes=nodes,
        edges=edges,
    )


def _phase(scene: Scene, k: int) -> str:
    if k == 0:
        return "start"
    if k == len(scene.steps):
        return "done"
    phase = scene.steps[k - 1].phase
    return "backward" if phase == "sum" else phase


def _parts(scene: Scene, node: int, k: int) -> list[Any]:
    """The contributions that have arrived where several will be summed."""
    edges = scene.summands[node]
    if len(edges) == 1:
        return []
    return [scene.edges.propagated[edge] for edge in edges if scene.propagated_at[edge] <= k]


def _active(scene: Scene, stage: Stage | None, k: int) -> tuple[frozenset[int], frozenset[int]]:
    """The nodes and edges of the steps of a stage up to k."""
    steps = scene.steps[stage.start : k] if stage else []
    edges = [step.edge for step in steps if step.phase == "backward"]
    edges += [edge for step in steps if step.phase == "forward" for edge in scene.edges.into[step.node]]
    return frozenset(step.node for step in steps), frozenset(edges)
