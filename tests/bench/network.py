"""Networks: a run at the granularity of single multiplications, and training steps against NumPy and PyTorch.

The scalar view is compared with our own tape on the very same graph of numbers; both give every value and gradient.
The hand-written NumPy step is what one writes from the textbook: fresh arrays, fused softmax and cross-entropy.
"""

import importlib.util

import numpy as np
from measure import compare

from chainrule.engine.infer import Bounds
from chainrule.engine.passes import run
from chainrule.network.build import network_graph, sample
from chainrule.network.initialisation import parameters
from chainrule.network.line import read_line
from chainrule.network.optimisers import Update
from chainrule.network.plan import Memory, Plan
from chainrule.network.scalar import ScalarView
from chainrule.network.weights import Weights

LARGE = Bounds(nodes=10**7, edges=10**8, work=10**10, memory=10**10)


def bench_scalar_view():
    """The whole answer for 784 → 128 → 10: the run by layers, and every scalar node's value and gradient."""
    spec = read_line("784 -> 128 sigmoid -> 10 sigmoid, loss half_squared_error, init xavier seed 0")
    rng = np.random.default_rng(0)
    graph = network_graph(spec, parameters(spec), sample(spec, rng.standard_normal(784), np.eye(10)[3]))
    view = ScalarView(run(graph), limit=10**7)
    scalars = view.graph()

    def ours():
        view.refresh(run(graph))

    def theirs():
        run(scalars, bounds=LARGE)

    # The floor is 5 ns a node against a tape of 160 ns a node.
    return compare(
        "network at scalar granularity, 784-128-10", "our own tape", 32, ours, theirs, per=view.size, rounds=5
    )


def bench_numpy_step():
    """One step of gradient descent over a batch of 500 rows of 784 inputs."""
    spec, x, t = large()
    return compare(
        "training step 784-128-10, batch 500",
        "hand-written NumPy",
        0.95,
        planned(spec, x, t),
        by_hand(spec, x, t),
        unit="ms",
    )


def large():
    spec = read_line("784 -> 128 relu -> 10, loss softmax_cross_entropy, init he seed 0")
    rng = np.random.default_rng(0)
    return spec, rng.standard_normal((500, 784)), np.eye(10)[rng.integers(0, 10, 500)]


def planned(spec, x, t, rate=0.01):
    """Our step: load the rows, run the plan, update."""
    weights = Weights(spec)
    plan = Plan(spec, weights, len(x), Memory(spec))
    update = Update("sgd", weights.theta, weights.gradient)

    def step():
        plan.load(x, t)
        plan.run()
        update.run(1, rate)

    return step


def by_hand(spec, x, t, rate=0.01):
    """The same step as one writes it in NumPy."""
    start = parameters(spec)
    w1, b1, w2, b2 = start["w2"].T.copy(), start["b2"].copy(), start["w3"].T.copy(), start["b3"].copy()

    def step():
        nonlocal w1, b1, w2, b2
        z = x @ w1 + b1
        a = np.maximum(z, 0)
        o = a @ w2 + b2
        e = np.exp(o - o.max(1, keepdims=True))
        p = e / e.sum(1, keepdims=True)
        loss = -(t * np.log(p)).sum() / len(x)
        d = (p - t) / len(x)
        dz = (d @ w2.T) * (z > 0)
        w2 -= rate * (a.T @ d)
        b2 -= rate * d.sum(0)
        w1 -= rate * (x.T @ dz)
        b1 -= rate * dz.sum(0)
        return loss

    return step


SMALL = "2 -> 4 tanh -> 2 tanh -> 1 tanh, loss mse, init xavier seed 0"


def bench_small_numpy_step():
    """One step of a 2-4-2-1 network over 1 and 10 rows."""
    return [small_row(rows) for rows in (1, 10)]


def small_row(rows):
    spec, x, t = read_line(SMALL), *small_data(rows)
    name = f"training step 2-4-2-1, batch {rows}"
    # There is little but the calls of NumPy to save on; the plan makes fewer of them, and makes no arrays.
    return compare(name, "hand-written NumPy", 1.5, planned(spec, x, t), small_by_hand(spec, x, t), unit="µs")


def small_data(rows):
    rng = np.random.default_rng(0)
    return rng.standard_normal((rows, 2)), rng.standard_normal((rows, 1))


def small_by_hand(spec, x, t, rate=0.01):
    """The same step as one writes it in NumPy for three layers of tanh."""
    start = parameters(spec)
    weights = [start[f"w{n}"].T.copy() for n in (2, 3, 4)]
    biases = [start[f"b{n}"].copy() for n in (2, 3, 4)]

    def step():
        a = [x]
        for w, b in zip(weights, biases, strict=True):
            a.append(np.tanh(a[-1] @ w + b))
        error = a[-1] - t
        loss = (error**2).mean()
        upstream = 2 * error / error.size
        for n in (2, 1, 0):
            delta = upstream * (1 - a[n + 1] ** 2)
            upstream = delta @ weights[n].T
            weights[n] -= rate * (a[n].T @ delta)
            biases[n] -= rate * delta.sum(0)
        return loss

    return step


def bench_torch_step():
    """The same steps by PyTorch, where it is installed."""
    if importlib.util.find_spec("torch") is None:
        return None
    return [*(torch_row(rows) for rows in (1, 10)), large_torch_row()]


def large_torch_row():
    import torch  # noqa: PLC0415 - only where it is installed

    torch.set_num_threads(1)
    spec, x, t = large()
    model = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)).double()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    inputs, targets, loss = torch.tensor(x), torch.tensor(t), torch.nn.CrossEntropyLoss()

    def theirs():
        optimiser.zero_grad()
        loss(model(inputs), targets).backward()
        optimiser.step()

    name = "training step 784-128-10, batch 500"
    return compare(name, "PyTorch eager", 0.5, planned(spec, x, t), theirs, unit="ms")


def torch_row(rows):
    import torch  # noqa: PLC0415 - only where it is installed

    torch.set_num_threads(1)
    spec, x, t = read_line(SMALL), *small_data(rows)
    layers = [torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1)]
    model = torch.nn.Sequential(*layers, torch.nn.Tanh()).double()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
    inputs, targets, loss = torch.tensor(x), torch.tensor(t), torch.nn.MSELoss()

    def theirs():
        optimiser.zero_grad()
        loss(model(inputs), targets).backward()
        optimiser.step()

    return compare(f"training step 2-4-2-1, batch {rows}", "PyTorch eager", 7, planned(spec, x, t), theirs, unit="µs")


def rows():
    """All rows of this file."""
    found = [bench_scalar_view(), bench_numpy_step(), *bench_small_numpy_step(), *(bench_torch_step() or [])]
    return [row for row in found if row is not None]
