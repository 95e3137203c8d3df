"""Code that lets PyTorch, JAX or micrograd find the gradients of a run, to be held against ours.

Every op is one call of the framework; at kinks a framework may follow another convention than ours. Safe names and
numbers come from ``code``: no other text of a user's goes into the code.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chainrule.engine.op import Op
from chainrule.engine.passes import Run
from chainrule.view.code import Names, NoCode, inputs, needed, nested, node_names, number

INFIX = {
    "identity": "{0}",
    "add": "{0} + {1}",
    "sub": "{0} - {1}",
    "mul": "{0} * {1}",
    "div": "{0} / {1}",
    "neg": "-{0}",
    "pow": "{0} ** {1}",
    "square": "{0} ** 2",
    "reciprocal": "1.0 / {0}",
    "matmul": "{0} @ {1}",
    "dot": "{0} @ {1}",
}
"""Operators, which all of them have; micrograd has no more than a few of these."""
SHARED = {
    "mod": "{np}.remainder({0}, {1})",
    "hypot": "{np}.hypot({0}, {1})",
    **{name: f"({{0}} {sign} {{1}}) * {{one}}" for name, sign in (
        ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "=="), ("ne", "!="),
    )},
    "where": "{np}.where({0} != 0, {1}, {2})",
    "clip": "{np}.clip({0}, {1}, {2})",
    **{name: f"{{np}}.{name}({{0}})" for name in (
        "abs", "sign", "floor", "ceil", "round", "exp", "expm1", "log", "log2", "log10", "log1p", "sqrt",
        "sin", "cos", "tan", "sinh", "cosh", "tanh",
    )},
    "index": "{0}[{key}]",
    "outer": "{np}.outer({0}, {1})",
    "reshape": "{np}.reshape({0}, {shape})",
    "mse": "{np}.mean(({0} - {1}) ** 2)",
    "mae": "{np}.mean({np}.abs({0} - {1}))",
    "half_squared_error": "0.5 * {np}.sum(({0} - {1}) ** 2)",
}  # fmt: skip
"""What PyTorch and JAX write alike."""
TORCH = INFIX | SHARED | {
    **{name: f"torch.{name}({{0}})" for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh", "erf", "sigmoid")},
    "atan2": "torch.atan2({0}, {1})",
    "cbrt": "torch.sign({0}) * torch.abs({0}) ** (1 / 3)",
    "maximum": "torch.maximum({0}, {1})",
    "minimum": "torch.minimum({0}, {1})",
    **{name: f"F.{name}({{0}})" for name in (
        "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "mish", "softplus", "softsign", "hardtanh",
        "hardsigmoid", "logsigmoid",
    )},
    **{name: f"torch.{name}({{0}}{{over}})" for name in ("sum", "mean")},
    "prod": "torch.prod({0}{over})",
    "max": "torch.amax({0}{over})",
    "min": "torch.amin({0}{over})",
    "var": "torch.var({0}{over}, correction={correction})",
    "std": "torch.std({0}{over}, correction={correction})",
    "norm": "torch.linalg.vector_norm({0}{over})",
    "softmax": "torch.softmax({0}, dim={axis})",
    "log_softmax": "torch.log_softmax({0}, dim={axis})",
    "logsumexp": "torch.logsumexp({0}, dim={axis}, keepdim={keepdims})",
    "cross_entropy": "-torch.sum(torch.xlogy({1}, {0})) / {rows}",
    "transpose": "{0}.T",
    "concat": "torch.cat([{all}], dim={axis})",
    "stack": "torch.stack([{all}], dim={axis})",
    "huber": "F.huber_loss({0}, {1}, delta={delta})",
    "bce": "F.binary_cross_entropy({0}, {1})",
    "bce_with_logits": "F.binary_cross_entropy_with_logits({0}, {1})",
}  # fmt: skip
JAX = INFIX | SHARED | {
    **{name: f"jnp.arc{name[1:]}({{0}})" for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh")},
    "atan2": "jnp.arctan2({0}, {1})",
    "cbrt": "jnp.cbrt({0})",
    "maximum": "jnp.maximum({0}, {1})",
    "minimum": "jnp.minimum({0}, {1})",
    **{name: f"jax.nn.{name}({{0}})" for name in (
        "relu", "relu6", "leaky_relu", "elu", "selu", "silu", "mish", "softplus", "sigmoid",
    )},
    "erf": "jax.scipy.special.erf({0})",
    "gelu": "jax.nn.gelu({0}, approximate=False)",
    "softsign": "jax.nn.soft_sign({0})",
    "hardtanh": "jax.nn.hard_tanh({0})",
    "hardsigmoid": "jax.nn.hard_sigmoid({0})",
    "logsigmoid": "jax.nn.log_sigmoid({0})",
    **{name: f"jnp.{name}({{0}}{{over}})" for name in ("sum", "mean", "prod", "max", "min")},
    "var": "jnp.var({0}{over}, ddof={correction})",
    "std": "jnp.std({0}{over}, ddof={correction})",
    "norm": "jnp.sqrt(jnp.sum({0} ** 2{over}))",
    "softmax": "jax.nn.softmax({0}, axis={axis})",
    "log_softmax": "jax.nn.log_softmax({0}, axis={axis})",
    "logsumexp": "jax.scipy.special.logsumexp({0}, axis={axis}, keepdims={keepdims})",
    "cross_entropy": "-jnp.sum(jax.scipy.special.xlogy({1}, {0})) / {rows}",
    "transpose": "{0}.T",
    "concat": "jnp.concatenate([{all}], axis={axis})",
    "stack": "jnp.stack([{all}], axis={axis})",
}  # fmt: skip
MICROGRAD = {name: INFIX[name] for name in ("identity", "add", "sub", "mul", "div", "neg", "square", "pow")} | {
    "relu": "{0}.relu()",
    "reciprocal": "{0} ** -1",
}
PRINT = "for name, gradient in gradients.items():\n    print(name, gradient)\n"


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework: what it calls itself, its ops, what stands for NumPy and for a factor of its own, and ``dim``."""

    name: str
    ops: Mapping[str, str]
    module: str
    one: str
    axis: str
    keepdims: str
    leaf: Callable[[Any], str]


PYTORCH = Framework(
    "PyTorch",
    TORCH,
    "torch",
    "1.0",
    "dim",
    "keepdim",
    lambda value: f"torch.tensor({nested(value)}, dtype=torch.float64)",
)
JAX_ = Framework("JAX", JAX, "jnp", "1.0", "axis", "keepdims", lambda value: f"jnp.array({nested(value)})")
KARPATHY = Framework("micrograd", MICROGRAD, "", "", "", "", lambda value: f"Value({number(float(value))})")


def pytorch_code(run: Run) -> str:
    """PyTorch: float64 tensors and ``backward``."""
    writer = _Writer(run, PYTORCH, ("torch", "F"))
    asked = inputs(run)
    lines = ["import torch", "import torch.nn.functional as F", "", *writer.lines()]
    for i in asked:
        place = next(k for k, line in enumerate(lines) if line.startswith(f"{writer.nodes[i]} = "))
        lines[place] = f"{lines[place][:-1]}, requires_grad=True)"
    lines += ["", f"{writer.nodes[run.graph.output]}.backward({PYTORCH.leaf(run.seed)})"]
    return writer.finished(lines, "{0}.grad")


def jax_code(run: Run) -> str:
    """JAX: a function of the inputs and its vector–Jacobian product."""
    writer = _Writer(run, JAX_, ("jax", "jnp", "program", "value", "back", "found"))
    asked = inputs(run)
    names = ", ".join(writer.nodes[i] for i in asked)
    given = [line for i, line in writer.written() if i in set(asked)]
    inner = [f"    {line}" for i, line in writer.written() if i not in set(asked)]
    head = ["import jax", "", 'jax.config.update("jax_enable_x64", True)', "import jax.numpy as jnp", ""]
    lines = [
        *head,
        "",
        f"def program({names}):",
        *inner,
        f"    return {writer.nodes[run.graph.output]}",
        "",
        "",
        *given,
    ]
    lines += [f"value, back = jax.vjp(program, {names})", f"found = back({JAX_.leaf(run.seed)})"]
    pairs = ", ".join(f"{run.graph.ids[i]!a}: found[{k}]" for k, i in enumerate(asked))
    return "\n".join([*lines, f"gradients = {{{pairs}}}", PRINT])


def micrograd_code(run: Run) -> str:
    """Micrograd: its ``Value``, for programs of numbers; it has + − × ÷, powers by a number, and relu."""
    if any(run.shapes):
        raise NoCode("micrograd knows numbers only, and this program has arrays.")
    writer = _Writer(run, KARPATHY, ("Value",))
    out = writer.nodes[run.graph.output]
    lines = ["from micrograd.engine import Value", "", *writer.lines(), "", f"{out}.backward()"]
    return writer.finished(lines, "{0}.grad" + ("" if run.seed == 1 else f" * {number(run.seed)}"))


class _Writer:
    """The lines of one run in one framework."""

    def __init__(self, run: Run, framework: Framework, reserved: tuple[str, ...]) -> None:
        self.run = run
        self.framework = framework
        self.nodes = node_names(run, Names({*reserved, "gradients", "name", "gradient"}))
        self.powers = self._powers()

    def _powers(self) -> dict[int, str]:
        """The constant exponents, which stand in the lines themselves: a framework's shortest way to a power."""
        graph = self.run.graph
        uses: dict[int, set[bool]] = {}
        for node, operands in enumerate(graph.operands):
            for slot, source in enumerate(operands):
                uses.setdefault(source, set()).add(graph.ops[node].name == "pow" and slot == 1)
        alone = [i for i, op in enumerate(graph.ops) if op.name == "const" and uses.get(i) == {True}]
        return {i: _exponent(self.run.values[i]) for i in alone if not self.run.shapes[i]}

    def lines(self) -> list[str]:
        """A line for every node that the output depends on."""
        return [line for _, line in self.written()]

    def written(self) -> list[tuple[int, str]]:
        """The lines with their nodes."""
        return [(i, f"{self.nodes[i]} = {self._value(i)}") for i in needed(self.run) if i not in self.powers]

    def _value(self, node: int) -> str:
        graph = self.run.graph
        op, operands = graph.ops[node], graph.operands[node]
        if not operands:
            return self.framework.leaf(self.run.values[node])
        template = self.framework.ops.get(op.name)
        if template is None or (self.framework is KARPATHY and not self._micrograd_can(node)):
            raise NoCode(f"There is no {self.framework.name} code for '{op.name}'.")
        names = [self.powers.get(i) or self.nodes[i] for i in operands]
        if op.name in {"maximum", "minimum"} and len(names) > 2:  # noqa: PLR2004 - the frameworks take two
            first, *rest = names
            for other in rest:
                first = template.format(first, other)
            return first
        rows = str(math.prod(self.run.shapes[operands[0]][:-1]))
        return template.format(*names, all=", ".join(names), rows=rows, **self._words(op, graph.attrs[node] or {}))

    def _micrograd_can(self, node: int) -> bool:
        """Whether an exponent is a number, the only kind that micrograd has."""
        graph = self.run.graph
        return graph.ops[node].name != "pow" or graph.operands[node][1] in self.powers

    def _words(self, op: Op, attrs: Mapping[str, Any]) -> dict[str, str]:
        """The keywords of a call, in the framework's words."""
        given = {param.name: attrs.get(param.name, param.default) for param in op.params}
        words = {"np": self.framework.module, "one": self.framework.one}
        words |= {name: _attribute(value) for name, value in given.items()}
        words["over"] = ""
        if given.get("axis") is not None or given.get("keepdims"):
            axis = f", {self.framework.axis}={_attribute(given.get('axis'))}"
            words["over"] = f"{axis}, {self.framework.keepdims}={given.get('keepdims', False)}"
        return words

    def finished(self, lines: list[str], gradient: str) -> str:
        """The lines with the gradients printed."""
        pairs = ", ".join(f"{self.run.graph.ids[i]!a}: {gradient.format(self.nodes[i])}" for i in inputs(self.run))
        return "\n".join([*lines, f"gradients = {{{pairs}}}", PRINT])


def _exponent(value: float) -> str:
    """A number behind ``**``."""
    text = str(int(value)) if math.isfinite(value) and value == int(value) and abs(value) < 1e15 else number(value)  # noqa: PLR2004 - whole
    return f"({text})" if text.startswith("-") else text


def _attribute(value: Any) -> str:
    """A fixed keyword: integers, numbers, truth values, None, tuples; of an index what stands in its brackets."""
    if isinstance(value, tuple):
        return (
            ", ".join(map(_attribute, value))
            if any(map(_is_key, value))
            else f"({''.join(f'{_attribute(v)}, ' for v in value)})"
        )
    if isinstance(value, slice):
        return ":".join("" if end is None else _attribute(end) for end in (value.start, value.stop, value.step))
    if value is None or isinstance(value, bool | int):
        return repr(value)
    return number(float(value))


def _is_key(value: Any) -> bool:
    return isinstance(value, slice)
