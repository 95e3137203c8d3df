"""The engine: one run of a graph of numbers, and many runs of a wide one, against libraries for learners and for work.

The one-shot graph is a random program such as people write: statements of a few operations (+ − × ÷, minus, squares,
relu) over ten inputs and the last results, so that most intermediate results are used once and names several times.
Both sides start from the same list of operations. Micrograd builds its graph while it computes and gives the gradients
of its nodes; ours gives all local and propagated gradients too. Times are divided by our number of nodes.
"""

import functools
import importlib.util
import random

from measure import compare
from micrograd.engine import Value

from chainrule.engine.graph import Builder
from chainrule.engine.passes import run
from chainrule.engine.plan import plan

OPS = ["add"] * 30 + ["mul"] * 30 + ["sub"] * 14 + ["div"] * 6 + ["neg"] * 6 + ["relu"] * 7 + ["pow"] * 7


class Program:
    """Writes a random program of about ``count`` nodes, all of which the last one depends on."""

    def __init__(self, count, seed=0):
        self.random = random.Random(seed)  # noqa: S311 -- a program, not a secret
        self.build = Builder()
        self.names = [self.build.input(f"x{i}", self.random.uniform(-1, 1)) for i in range(10)]
        self.unused = list(self.names)
        while len(self.build.ops) + 2 * len(self.unused) < count:
            self.statement()
        total = self.unused.pop()
        while self.unused:
            total = self.build.node("add", total, self.unused.pop())

    def statement(self):
        """Bind a name to a tenth of an expression, so that numbers stay small."""
        tenth = self.build.const(0.1)
        name = self.build.node("mul", self.expression(self.random.choice((2, 3, 3, 4))), tenth)
        self.names.append(name)
        self.unused.append(name)

    def expression(self, depth):
        if not depth:
            return self.name()
        op, left = self.random.choice(OPS), self.expression(depth - 1)
        if op in {"neg", "relu"}:
            return self.build.node(op, left)
        return self.build.node(op, left, self.right(op, depth))

    def right(self, op, depth):
        """Return a right operand: a number for squares and quotients, and now and then for others."""
        if op == "pow":
            return self.build.const(2.0)
        if op == "div" or self.random.random() < 0.15:
            return self.build.const(self.random.uniform(1, 2))
        return self.expression(self.random.randrange(depth))

    def name(self):
        if self.unused and self.random.random() < 0.5:
            return self.unused.pop(self.random.randrange(len(self.unused)))
        return self.random.choice(self.names[-12:] if self.random.random() < 0.7 else self.names[:10])


def wide(count, seed=0):
    """Return a graph of three layers of equal width, in which every node picks two of the layer before, and its sum."""
    chance, build = random.Random(seed), Builder()  # noqa: S311 -- a graph, not a secret
    layer = [build.input(f"x{i}", chance.uniform(-1, 1)) for i in range(count // 5)]
    for op in ("mul", "sub", "mul"):
        layer = [build.node(op, chance.choice(layer), chance.choice(layer)) for _ in layer]
    while len(layer) > 1:
        pairs = [layer[k : k + 2] for k in range(0, len(layer), 2)]
        layer = [build.node("add", *pair) if len(pair) > 1 else pair[0] for pair in pairs]
    return build.graph()


FORMS = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "div": "{} / {}",
    "pow": "{} ** {}",
    "neg": "-{}",
    "relu": "{}.relu()",
}


def straight(graph, start, finish, keep=""):
    """Return the graph as a function written out line by line, as users of a library write it.

    ``start`` makes the library's number of an input; ``finish`` gets the last result and goes backward. ``keep`` is
    what must be said to a result for its gradient to be kept.
    """
    lines = []
    for i, (op, operands, literal) in enumerate(zip(graph.ops, graph.operands, graph.literals, strict=True)):
        if op.name == "input":
            lines.append(f"v{i} = start({literal})")
        elif op.name != "const":
            lines.append(f"v{i} = {FORMS[op.name].format(*(text(graph, k) for k in operands))}")
            lines += [f"v{i}{keep}"] if keep else []
    body = "\n ".join([*lines, f"finish(v{graph.output})"])
    space = {"start": start, "finish": finish}
    exec(compile(f"def straight():\n {body}", "<straight>", "exec"), space)  # noqa: S102 -- text made here
    return space["straight"]


def text(graph, i):
    return str(graph.literals[i]) if graph.ops[i].name == "const" else f"v{i}"


def micrograd(graph):
    return straight(graph, Value, Value.backward)


def one_shot(graph, name, floor):
    return compare(
        f"one-shot scalar graph, {name} nodes",
        "micrograd",
        floor,
        lambda: run(graph),
        micrograd(graph),
        per=len(graph),
    )


def bench_one_shot():
    return [one_shot(Program(count).build.graph(), f"{count:,}", 6) for count in (300, 1_000, 10_000)]


def bench_one_shot_torch():
    if importlib.util.find_spec("torch") is None:
        return None
    import torch  # noqa: PLC0415 -- a peer that counts only where it is installed

    torch.set_num_threads(1)
    graph = Program(1_000).build.graph()
    leaf = functools.partial(torch.tensor, dtype=torch.float64, requires_grad=True)
    peer = straight(graph, leaf, torch.Tensor.backward, ".retain_grad()")
    return compare("one-shot scalar graph, 1,000 nodes", "PyTorch", 30, lambda: run(graph), peer, per=len(graph))


def again(count, floor):
    graph = wide(count)
    name = f"wide scalar graph again, {count:,} nodes"
    return compare(name, "micrograd", floor, plan(graph).run, micrograd(graph), per=len(graph))


def bench_again():
    return [again(1_000, 25), again(10_000, 60)]
