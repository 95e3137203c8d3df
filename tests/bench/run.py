"""Measure what the project promises to be fast at: ``python tests/bench/run.py [part of a name …]``.

Every function called ``bench_…`` in a file of this folder returns a row, several rows, or None where its peer is not
installed. The table is printed and written to build/bench.json. A row below its floor makes the run fail.
"""

import importlib.util
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUTPUT = ROOT / "build" / "bench.json"


def prepare():
    """Find the package without an installation, use one BLAS thread, and let peers recurse."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.path[:0] = [str(HERE), str(ROOT / "app")]
    sys.setrecursionlimit(1_000_000)


def benches(folder=HERE):
    """Yield (file and function name, function) of all benchmarks of a folder, in order."""
    for path in sorted(folder.glob("*.py")):
        if path.name.startswith(("test_", "run", "measure")):
            continue
        spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, function in vars(module).items():
            if name.startswith("bench_") and callable(function):
                yield f"{path.stem}.{name}", function


def rows_of(function):
    """Return what a benchmark found as a list of rows."""
    found = function()
    if found is None:
        return []
    return [found] if hasattr(found, "_asdict") else list(found)


def line(row):
    verdict = "" if row.ratio >= row.floor else "  below its floor"
    figures = f"{row.ours:12,.1f} {row.theirs:12,.1f} {row.unit:8}"
    return f"{row.name:44} {row.peer:24} {row.ratio:8.2f}× {row.floor:7.2f}× {figures}{verdict}"


def main(wanted=(), folder=HERE, output=OUTPUT):
    """Run the benchmarks whose names contain one of ``wanted`` (all, if there are none) and return the exit code."""
    sys.stdout.write(f"{'what':44} {'peer':24} {'ratio':>9} {'floor':>8} {'ours':>12} {'theirs':>12} unit\n")
    rows = []
    for name, function in benches(folder):
        if not wanted or any(part in name for part in wanted):
            for row in rows_of(function):
                sys.stdout.write(f"{line(row)}\n")
                sys.stdout.flush()
                rows.append(row)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps([row._asdict() for row in rows], indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(any(row.ratio < row.floor for row in rows))


if __name__ == "__main__":
    prepare()
    sys.exit(main(sys.argv[1:]))
