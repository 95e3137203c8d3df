import dataclasses
import re
from pathlib import Path

import pytest

from chainrule.web.settings import Settings, from_environment

DOCS = Path(__file__).resolve().parents[2] / "docs" / "limits.md"
# The numbers that were agreed on, by hand: a changed default must be changed here too, knowingly.
AGREED = {
    "body_bytes": 256 * 1024,
    "json_depth": 32,
    "json_values": 200_000,
    "json_string": 100_000,
    "number_characters": 40,
    "program_characters": 100_000,
    "program_tokens": 50_000,
    "program_nesting": 100,
    "name_characters": 64,
    "call_arguments": 64,
    "graph_nodes": 20_000,
    "graph_edges": 80_000,
    "graph_painted": 400,
    "graph_drawn": 2_000,
    "array_rank": 6,
    "array_elements": 1_000_000,
    "live_bytes": 64 * 1024 * 1024,
    "request_cost": 500_000_000,
    "inline_cost": 2_000_000,
    "evaluate_points": 10_000,
    "worker_cpu_seconds": 2,
    "worker_wall_seconds": 10,
    "worker_bytes": 512 * 1024 * 1024,
    "worker_files": 32,
    "worker_file_bytes": 0,
    "training_parameters": 50_000,
    "training_rows": 10_000,
    "training_steps": 10_000,
    "training_cpu_seconds": 60,
    "training_frames": 1_000,
    "training_gone_seconds": 15,
    "sweep_runs": 1_000,
    "streams_per_client": 6,
    "streams_open": 500,
    "stream_send_seconds": 10,
    "stream_ping_seconds": 15,
    "stream_seconds": 600,
    "request_rate": 100,
    "request_burst": 300,
    "cpu_rate": 30,
    "cpu_burst": 60,
    "answer_bytes": 16 * 1024 * 1024,
    "problem_bytes": 16 * 1024,
    "problem_errors": 20,
    "problem_echo": 200,
}


def test_the_agreed_limits_are_the_defaults():
    settings = Settings()
    assert {name: getattr(settings, name) for name in AGREED} == AGREED


def test_every_limit_says_its_unit_and_what_it_is_about():
    for facts in Settings().limits().values():
        assert facts["unit"]
        assert facts["about"]


def test_the_environment_overrides_defaults():
    settings = from_environment({"CHAINRULE_BODY_BYTES": "1000", "CHAINRULE_CPU_RATE": "1.5", "HOME": "/root"})
    assert settings == dataclasses.replace(Settings(), body_bytes=1000, cpu_rate=1.5)


def test_folders_and_proxies_come_from_the_environment():
    settings = from_environment({"CHAINRULE_STATIC_FOLDER": "/srv/static", "CHAINRULE_PROXIES": "10.0.0.1"})
    assert settings.static_folder == Path("/srv/static")
    assert settings.proxies == "10.0.0.1"


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("CHAINRULE_BODY_BITES", "1"),
        ("CHAINRULE_BODY_BYTES", "many"),
        ("CHAINRULE_BODY_BYTES", "1.5"),
        ("CHAINRULE_BODY_BYTES", "-1"),
        ("CHAINRULE_CPU_RATE", "nan"),
        ("CHAINRULE_CPU_RATE", "inf"),
    ],
)
def test_a_variable_that_makes_no_sense_is_named(variable, text):
    with pytest.raises(ValueError, match=variable):
        from_environment({variable: text})


def test_the_docs_list_every_limit_with_its_number():
    rows = re.findall(
        r"^\| `(\w+)` \| ([\d,.]+) ([^|]*?) \| ([^|]*?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )
    documented = {name: (float(number.replace(",", "")), unit, about) for name, number, unit, about in rows}
    settings = {
        name: (float(facts["value"]), facts["unit"], facts["about"]) for name, facts in Settings().limits().items()
    }
    assert documented == settings
