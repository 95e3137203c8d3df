"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

from chainrule import language

MODULES = [module.name for module in pkgutil.iter_modules(language.__path__, "chainrule.language.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
