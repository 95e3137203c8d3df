"""The expression language: from text to a graph, and back."""

from __future__ import annotations

from chainrule.language.assembly import parse
from chainrule.language.limits import Limits
from chainrule.language.printing import print_program
from chainrule.language.program import Notice, Program

__all__ = ["Limits", "Notice", "Program", "parse", "print_program"]
