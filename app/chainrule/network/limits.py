"""What a network, its data and its training may cost. Everything is refused before anything is allocated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that ``spec`` readers, data readers and trainers are held to; the web's settings make one."""

    parameters: int = 50_000
    """Weights and biases of a network that is trained."""
    layers: int = 50
    """Layers of any kind."""
    side: int = 28
    """Height and width of an image, and therefore of a kernel, a stride and a padding."""
    elements: int = 1_000_000
    """Activations of one layer for one row."""
    cost: int = 500_000_000
    """Multiplications of one forward pass over one row."""
    rows: int = 10_000
    """Rows of a data set."""
    columns: int = 1_000
    """Columns of a table of data."""
    steps: int = 10_000
    """Steps of one training run."""
    frames: int = 1_000
    """Frames that one training run answers."""
    seconds: float = 60.0
    """Processor time of one training run."""
    runs: int = 1_000
    """Runs of one sweep."""
    errors: int = 20
    """Errors that one answer lists."""


TRAINING = Limits()
"""What a training job is held to."""

PICTURE = Limits(parameters=250_000)
"""What a single pass is held to: 784 → 128 → 10 has 101,770 parameters and is shown, though not trained for free."""
