"""Layout: random expressions placed and routed, against Graphviz's dot, compiled to WebAssembly and run by Node.

Both place cards of one size in columns from left to right. dot is installed from npm into build/bench, once.
"""

import json
import random
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from measure import Row, rated

from chainrule.engine.graph import Builder
from chainrule.engine.trace import levels
from chainrule.view.layout import layout

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "build" / "bench"
PACKAGE = "@hpcc-js/wasm-graphviz"
VERSION = "1"
FLOORS = {100: 5.0, 1_000: 15.0}
ROUNDS = 5


def expression(count, seed=1):
    """A random expression of about ``count`` nodes, all of them needed; inputs are used again and again."""
    source = random.Random(seed)  # noqa: S311 -- a graph, no secret
    make = Builder()
    inputs = [make.input(f"x{i}", 1.0) for i in range(max(6, count // 50))]
    names, unused = list(inputs), list(inputs)

    def pick():
        if len(unused) > 1 and source.random() < 0.75:
            return unused.pop(source.randrange(max(0, len(unused) - 12), len(unused)))
        return source.choice(names[-12:] if source.random() < 0.95 else inputs)

    while len(names) < count - len(unused):
        kind = source.random()
        if kind < 0.1:
            node = make.const(2.0)
        else:
            node = make.node("tanh", pick()) if kind < 0.37 else make.node("mul", pick(), pick(), name=f"v{len(names)}")
        names.append(node)
        unused.append(node)
    while len(unused) > 1:
        unused.append(make.node("add", unused.pop(0), unused.pop(0)))
    return make.graph(unused[0])


def dot_text(graph):
    lines = [f"{source}->{node};" for node, operands in enumerate(graph.operands) for source in operands]
    return "digraph{rankdir=LR;node[shape=box,fixedsize=true,width=2.44,height=1.17];" + "".join(lines) + "}"


def installed():
    """The module of dot, from npm if it is not there yet; None without Node or npm."""
    module = PEERS / "node_modules" / PACKAGE / "dist" / "index.js"
    npm = shutil.which("npm")
    if shutil.which("node") is None or (npm is None and not module.exists()):
        return None
    if not module.exists():
        PEERS.mkdir(parents=True, exist_ok=True)
        (PEERS / "package.json").write_text('{"private": true}\n')
        command = [npm, "install", "--silent", "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}"]
        if subprocess.run(command, cwd=PEERS, check=False).returncode:
            return None
    return module


def compared(count, ask):
    """The median times of both for one graph, by turns."""
    graph = expression(count)
    depth, text = levels(graph), json.dumps(dot_text(graph))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(ask(text))
        start = time.perf_counter()
        layout(graph, depth)
        ours.append(1e3 * (time.perf_counter() - start))
    name = f"layout of a random expression, {len(graph):,} nodes"
    return rated(
        name, "Graphviz dot (wasm)", FLOORS[count], statistics.median(ours), statistics.median(theirs), unit="ms"
    )


def bench_layout():
    module = installed()
    if module is None:
        return None
    command = [shutil.which("node"), str(Path(__file__).with_name("dot.mjs")), str(module)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:

        def ask(text):
            node.stdin.write(f"{text}\n")
            node.stdin.flush()
            return float(node.stdout.readline())

        rows = [compared(count, ask) for count in FLOORS]
        node.stdin.close()
    return rows


def bench_layout_growth():
    """Ten times the nodes against ten runs of a tenth: how far from linear the time grows, with crossings beside it."""
    small, large = expression(1_000), expression(10_000)
    times = {}
    for graph in (small, large):
        depth = levels(graph)
        samples = []
        for _ in range(3):
            start = time.perf_counter()
            layout(graph, depth)
            samples.append(1e3 * (time.perf_counter() - start))
        times[len(graph)] = statistics.median(samples)
    (few, short), (many, long) = times.items()
    return Row(
        f"layout of {many:,} nodes", f"{many // few} × {few:,} nodes", many / few * short / long, 0.3, long, short, "ms"
    )
