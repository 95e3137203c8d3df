"""Chainrule shows every number of backpropagation: values, local gradients, what is propagated, and the sums."""

__version__ = "0.1.0"
