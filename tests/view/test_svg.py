"""Pictures without a browser: the page's picture, as a file that any viewer opens."""

import json
import math
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from chainrule import examples, language
from chainrule.engine.passes import run
from chainrule.engine.trace import levels
from chainrule.view import picture, scene
from chainrule.view.layout import layout
from chainrule.view.numbers import short
from chainrule.view.picture import heat
from chainrule.view.picture.frames import frame_at
from chainrule.view.picture.paint import PALETTES, SHADE
from chainrule.view.picture.values import raw, worded

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
NOTE = ("q = x + y\nf = q * z", {"x": -2.0, "y": 5.0, "z": -4.0})
FACTORS = """
T = reshape(arange(12), [3, 2, 2])
v = [1, -2.5]
y = T @ v
u = v @ [[1, 2, 3], [4, -5, 6]]
A = reshape(arange(26), [2, 13])
sum(y * y) + dot(u, u) + sum(v @ A)
"""
ARGUMENTS = """
p = [[1, 2, 3], [4, 5, 6]]
sum(max(p[0:1, 1:], axis=1)) + sum(softmax(p, axis=0)[1]) + sum(reshape(p, [6])[2:]) + huber(p[0], p[1], delta=2.5)
"""
EXAMPLES = examples.load()
MATRICES = ("W = [[1, -1], [2, 0], [0, 1]]\nx = [3, 2]\nz = W @ x\ns = sum(z)\nunused = x * 2\ns", {})
CASES = json.loads((ROOT / "tests/data/numbers.json").read_text(encoding="utf-8"))["cases"]


def answered(text, inputs=None, direction="right", write=scene.rows):
    graph = language.parse(text).bind(inputs or {})
    return write(run(graph), layout=layout(graph, levels(graph), direction=direction))


def drawn(answer, *how, **named):
    return ET.fromstring(picture.draw(picture.read_scene(answer), *how, **named))  # noqa: S314 - our own XML


def shown(root, name, part):
    """The text of a part of a card; none while it is pending."""
    (card,) = [group for group in root.iter(f"{SVG}g") if group.get("data-node") == name]
    texts = [text.text for text in card.iter(f"{SVG}text") if text.get("data-part") == part]
    assert len(texts) <= 1
    return texts[0] if texts else None


@pytest.mark.parametrize(("given", "brief", "whole"), CASES)
def test_numbers_are_written_by_the_rule_that_the_browser_has(given, brief, whole):
    assert short(float(given)) == brief
    assert worded(float(given)) == whole


def test_a_picture_shows_what_is_known_after_so_many_steps():
    answer = answered(*NOTE)
    assert [shown(drawn(answer, 0), name, "value") for name in "xyqzf"] == [None] * 5
    half = drawn(answer, 6)
    assert [shown(half, name, "value") for name in "xyqzf"] == ["−2", "5", "3", "−4", "−12"]
    assert [shown(half, name, "gradient") for name in "xyqzf"] == [None, None, None, None, "1"]
    whole = drawn(answer)
    assert [shown(whole, name, "gradient") for name in "xyqzf"] == ["−4", "−4", "−4", "3", "1"]


def test_edges_have_the_names_and_numbers_that_they_have_in_the_element():
    root = drawn(answered(*NOTE))
    edges = {group.get("data-edge"): group for group in root.iter(f"{SVG}g") if group.get("data-edge")}
    assert list(edges) == ["x->q", "y->q", "q->f", "z->f"]
    parts = {part.get("data-part"): part for part in edges["q->f"].iter(f"{SVG}text")}
    assert parts["local"].text == "× −4"
    assert parts["local"].get("data-value") == parts["propagated"].get("data-value") == "-4"


def test_an_input_that_is_used_twice_has_edges_with_slots():
    root = drawn(answered("f = x * x", {"x": 3.0}))
    slots = [group.get("data-slot") for group in root.iter(f"{SVG}g") if group.get("data-edge") == "x->f"]
    assert slots == ["0", "1"]


def test_contributions_stand_side_by_side_until_they_are_summed():
    answer = answered("a = x * 2\nf = a * x", {"x": 3.0})
    sum_at = next(i for i, step in enumerate(answer["steps"]) if step["phase"] == "sum")
    parts = [text.text for text in drawn(answer, sum_at).iter(f"{SVG}text") if text.get("data-part") == "partial"]
    assert parts == ["6 + 6"]
    assert shown(drawn(answer, sum_at), "x", "gradient") is None
    assert shown(drawn(answer, sum_at + 1), "x", "gradient") == "12"


def test_every_summand_of_an_example_has_a_place_that_no_lens_takes():
    for example in EXAMPLES:
        answer = answered(example.program, example.inputs)
        seen = picture.read_scene(answer)
        edges = [group for group in drawn(answer).iter(f"{SVG}g") if group.get("data-edge")]
        lenses = [box(group[0]) for group in edges if len(group)]
        handed = [group[1] for edge, group in enumerate(edges) if len(seen.summands[seen.edges.source[edge]]) > 1]
        for place in handed:
            assert place.get("opacity") is None, example.id
            assert not any(overlap(box(place), other) for other in lenses), example.id


def box(group):
    """Left, top, right and bottom of a plate, to half a pixel less on each side."""
    x, y = map(float, re.findall(r"[-\d.]+", group.get("transform")))
    plate = list(group.iter(f"{SVG}rect"))[-1]
    left, top = x + float(plate.get("x")), y + float(plate.get("y"))
    right, bottom = left + float(plate.get("width")), top + float(plate.get("height"))
    return left + 0.5, top + 0.5, right - 0.5, bottom - 0.5


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_every_example_is_well_formed_without_scripts_and_without_anything_from_elsewhere(example, theme):
    answer = answered(example.program, example.inputs)
    for step in (0, len(answer["steps"]) // 2, None):
        text = picture.draw(picture.read_scene(answer), step, theme)
        ids = [each.get("id") for each in ET.fromstring(text).iter() if each.get("id")]  # noqa: S314 - the same
        assert len(ids) == len(set(ids))
        assert "<script" not in text
        assert not re.search(r"\bon\w+=|href|@import|<image|<foreignObject", text)
        assert set(re.findall(r"url\(([^)]*)\)", text)) <= {f"#{name}" for name in ids}
        assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]


def test_the_text_alternative_says_all_that_is_known():
    root = drawn(answered(*NOTE), 6)
    title, about = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title.text == "Computation graph of f = (x + y) × z"
    assert "What is known after 6 of 10 steps." in about.text
    assert "q = x + y, value 3, gradient pending." in about.text
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), about.get("id")]


def test_what_a_scene_names_can_never_become_markup():
    answer = answered(*NOTE)
    bad = '</text><script>alert("1")</script>&lt;\x00\ud800\''
    text = json.dumps(answer)
    for name in ("q", "z"):
        text = text.replace(f'"{name}"', json.dumps(bad + name))
    answer = json.loads(text)
    answer["nodes"][0]["flags"] = [{"kind": "kink", "detail": bad, "first": True, "phase": "forward"}]
    root = drawn(answer)
    assert not list(root.iter(f"{SVG}script"))
    assert any('<script>alert("1")</script>' in (text or "") for text in root.itertext())


def test_two_pictures_in_one_page_do_not_share_ids():
    ids = [{each.get("id") for each in drawn(answered(*NOTE), step).iter() if each.get("id")} for step in (1, 2)]
    assert not ids[0] & ids[1]


def test_the_same_scene_gives_the_same_bytes():
    answer = answered(*NOTE)
    assert picture.draw(picture.read_scene(answer), 5) == picture.draw(picture.read_scene(answer), 5)


def test_the_width_is_as_asked_and_the_picture_keeps_its_proportions():
    root = drawn(answered(*NOTE), width=500)
    _, _, across, high = map(float, root.get("viewBox").split())
    assert float(root.get("width")) == 500
    assert float(root.get("height")) == pytest.approx(500 * high / across, abs=0.01)


def test_auto_is_light_with_a_style_sheet_for_dark_schemes():
    light, auto = (picture.draw(picture.read_scene(answered(*NOTE)), theme=theme) for theme in ("light", "auto"))
    assert "<style" not in light
    assert "@media (prefers-color-scheme:dark)" in auto
    assert re.sub(r"<style>.*?</style>| class=\"[^\"]*\"", "", auto).count(PALETTES["light"]["value"]) == light.count(
        PALETTES["light"]["value"]
    )


def test_the_palettes_are_those_of_the_page():
    source = (ROOT / "static/src/tokens.css.js").read_text(encoding="utf-8")
    light, dark = source.partition("dark: {")[::2]
    for name, text in (("light", light), ("dark", dark)):
        page = dict(re.findall(r"'?([\w-]+)'?: '(#\w+)'", text))
        assert {role: colour for role, colour in PALETTES[name].items() if role != "shadow"}.items() <= page.items()
        red, green, blue, percent = map(int, re.search(r"shadow: 'rgb\((\d+) (\d+) (\d+) / (\d+)%\)'", text).groups())
        assert PALETTES[name]["shadow"] == f"#{red:02x}{green:02x}{blue:02x}"
        assert SHADE[name] * 100 == percent


def test_a_frame_beyond_the_last_step_is_the_last():
    found = picture.read_scene(answered(*NOTE))
    assert frame_at(found, 1_000) == frame_at(found, len(found.steps))


def test_a_name_that_is_bound_again_has_its_version_on_the_line():
    root = drawn(answered("h = 2\nh = tanh(h)\nf = h * 3"))
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert "h" in texts
    assert "h.2" in texts
    assert not [each for each in root.iter(f"{SVG}tspan") if (each.get("dy") or "").startswith("-")]
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert any(title.startswith("h.2 = tanh(h), value") for title in titles)


def test_an_array_in_a_lens_does_not_read_as_a_number():
    root = drawn(answered("x = [3, 2, 1, 4, 5]\ny = [1, 2]\nsum(x * x) + sum(y * y)"))
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert {"⊙ 5 entries", "⊙ [1, 2]"} <= texts


@pytest.mark.parametrize(
    ("text", "lens"),
    [
        ("sum([1, 2])", "× [1, 1]"),
        ("max([1, 2, 0])", "× [0, 1, 0]"),
        ("norm([0, 1e200] * [0, 1e200])", "× [0, NaN]"),
        ("mean([1, 2, 3])", "× J"),
        ("softmax([1, 2])[0]", "× [1, 0]"),
        ("sum([[1, 2], [3, 4]], axis=0)[0]", "× J"),
    ],
)
def test_a_jacobian_of_one_short_row_is_written_out(text, lens):
    texts = [each.text for each in drawn(answered(text)).iter(f"{SVG}text") if each.get("data-part") == "local"]
    assert lens in texts


def test_functions_are_called_as_in_the_program():
    assert "maximum" not in ET.tostring(drawn(answered("y = max(a, 2) * min(b, 3)")), encoding="unicode")


def test_the_lens_of_a_matrix_product_shows_its_factor_and_says_from_which_side_it_multiplies():
    root = drawn(answered("W = [[0.25, -0.5], [1, 0]]\nX = [[3, 2, 1], [1, 0, -2]]\nY = W @ X\nL = sum(Y)"))
    edges = {group.get("data-edge"): group for group in root.iter(f"{SVG}g") if group.get("data-edge")}
    titles = {name: edge.find(f".//{SVG}title").text.split("\n")[1:] for name, edge in edges.items()}
    assert titles["W->Y"] == ["∂L/∂W = ∂L/∂Y · Xᵀ, from the right", "shapes: 2×2 = 2×3 · 3×2"]
    assert titles["X->Y"] == ["∂L/∂X = Wᵀ · ∂L/∂Y, from the left", "shapes: 2×3 = 2×2 · 2×3"]
    ink, local = PALETTES["light"]["ink"], PALETTES["light"]["local"]
    factor = [rect.get("fill") for rect in edges["W->Y"].iter(f"{SVG}rect") if rect.get("fill-opacity")]
    assert factor == [local, local, local, local, local, ink]


def test_the_description_says_what_is_odd_as_soon_as_it_is_there():
    odd = answered("x = 0; y = relu(x) + log(x - 1)")
    start, end = (drawn(odd, step).find(f"{SVG}desc").text for step in (4, None))
    assert "at x = 0 the derivative is a convention" in end
    assert "log needs x > 0" in end
    assert "derivative is a convention" not in start


@pytest.mark.parametrize(
    ("program", "title"),
    [
        ("p = [1, 2, 3]; a = p[0] * p[1]; f = a + p[2]", "f = p[0] × p[1] + p[2]"),
        ("x = [[1, 2], [3, 4]]; f = sum(max(x[0:1, :], axis=1))", "f = sum(max(x[0:1, :], axis=1))"),
        ("p = [1, 2]; t = [3, 5]; f = huber(p, t, delta=2)", "f = huber(p, t, delta=2)"),
        ("x = [[1, 2], [3, 4]]; f = sum(reshape(x, [4]))", "f = sum(reshape(x, [4]))"),
        ("a = 4; b = -(-a)", "b = −(−a)"),
        ("x = 1; y = x == 1", "y = x == 1"),
        ("+".join(f"a{i}" for i in range(20)), "… + a17 + a18 + a19"),
    ],
)
def test_the_title_is_what_is_computed(program, title):
    assert drawn(answered(program)).find(f"{SVG}title").text == f"Computation graph of {title}"


def test_pictures_with_arrays_say_how_to_read_them():
    keys = [
        [group for group in drawn(answered(*how)).iter(f"{SVG}g") if group.get("data-part") == "key"]
        for how in (MATRICES, NOTE)
    ]
    assert "entries: round below 0, square above" in "".join(keys[0][0].itertext())
    assert not keys[1]


def test_full_numbers_are_written_as_javascript_writes_them():
    numbers = [5.0, -0.0, 1e21, 1e-7, 1.5e-6, -123456789012345680000.0, float("nan"), float("-inf"), 0.1]
    written = ["5", "0", "1e+21", "1e-7", "0.0000015", "-123456789012345680000", "NaN", "-Infinity", "0.1"]
    assert [raw(number) for number in numbers] == written
    assert raw([1.0, [float("nan")]]) == '[1,["NaN"]]'


# The browser's picture -------------------------------------------------------------------------------------------

NODE = shutil.which("node")
HAPPY = ROOT / "static/node_modules/happy-dom"
needs_node = pytest.mark.skipif(NODE is None or not HAPPY.is_dir(), reason="the browser's picture is drawn by Node")


def places(root):
    """Visible elements with their places: pairs of an element and where its transforms and attributes put it."""
    stack = [(root, 0.0, 0.0)]
    while stack:
        each, x, y = stack.pop()
        if each.get("data-part") == "key":  # in the page it stands in the legend
            continue
        if each.get("visibility") == "hidden" or each.get("opacity") == "0" or each.tag == f"{SVG}defs":
            continue
        moved = re.match(r"translate\((\S+) ([^)]+)\)", each.get("transform") or "")
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        yield each, x + float(each.get("x") or 0), y + float(each.get("y") or 0)
        stack += [(child, x, y) for child in each]


def dumped(root):
    """The same facts as the browser's driver gives."""
    found = list(places(root))
    background = root.find(f"{SVG}rect")
    rects = [each for each in found if each[0].tag == f"{SVG}rect" and not each[0].get("filter")]
    texts = [("".join(each.itertext()), x, y) for each, x, y in found if each.tag == f"{SVG}text"]
    parts = [each for each in root.iter() if each.get("data-part") and each.get("data-value") is not None]
    return {
        "texts": [entry for entry in texts if entry[0]],
        "boxes": [
            (f"{each.get('width')} {each.get('height')}", x, y) for each, x, y in rects if each is not background
        ],
        "lanes": [each.get("d") for each, _, _ in found if (each.get("d") or "").count("C")],
        "heads": [("", x, y) for each, x, y in found if (each.get("d") or "").startswith("M0 0L-9")],
        "nodes": [each.get("data-node") for each in root.iter() if each.get("data-node")],
        "edges": [[each.get("data-edge"), each.get("data-slot")] for each in root.iter() if each.get("data-edge")],
        "parts": [[each.get("data-part"), each.get("data-value")] for each in parts],
    }


def near(ours, theirs):
    """Whether two lists of placed things are the same, each within a pixel."""
    left = [(what, x, y) for what, x, y in theirs]
    for what, x, y in ours:
        same = [each for each in left if alike(what, each[0]) and abs(each[1] - x) < 1 and abs(each[2] - y) < 1]
        if not same:
            return f"the browser has no {what!r} at {x:.1f}, {y:.1f}"
        left.remove(same[0])
    return f"the browser alone has {left}" if left else ""


def alike(a, b):
    numbers = [re.findall(r"[\d.]+", each) for each in (a, b)]
    return a == b or (
        bool(re.fullmatch(r"[\d.]+ [\d.]+", a))
        and all(abs(float(p) - float(q)) < 0.1 for p, q in zip(*numbers, strict=True))
    )


MANY_ENTRIES = f"""v = {[i % 7 - 3 for i in range(21)]}
w = {[i % 11 / 40 - 0.1 for i in range(25)]}
sum(outer(v, v)) * sum(w)"""
LONG_NAMES = """learning_rate_of_the_network = 2
short = 3
some_intermediate_quantity_of_it = learning_rate_of_the_network * short
loss = some_intermediate_quantity_of_it ^ 2"""
PICTURES = {
    "the note": (*NOTE, "right"),
    "long names": (LONG_NAMES, {}, "right"),
    "the note, downwards": (*NOTE, "down"),
    "matrices": (*MATRICES, "right"),
    "factors of all kinds": (FACTORS, {}, "right"),
    "fixed arguments": (ARGUMENTS, {}, "right"),
    "maps of many entries": (MANY_ENTRIES, {}, "right"),
    **{example.id: (example.program, example.inputs, "right") for example in EXAMPLES if example.id != "note"},
}


@pytest.fixture(scope="module")
def browsers():
    """What the browser draws of all pictures: answers, steps and what is seen after each of them."""
    asked, answers = [], []
    for how in PICTURES.values():
        answers.append(answered(*how))
        last = len(answers[-1]["steps"])
        steps = sorted({0, last // 3, last // 2 + 1, last - 2, last - 1, last})
        asked.append({"answer": answered(*how, write=scene.columns), "steps": steps})
    command = [NODE, str(Path(__file__).with_name("picture.mjs"))]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    seen = json.loads(done.stdout)
    steps = [list(zip(facts["steps"], each, strict=True)) for facts, each in zip(asked, seen, strict=True)]
    return dict(zip(PICTURES, zip(answers, steps, strict=True), strict=True))


@needs_node
@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_the_browsers_picture(name, browsers):
    answer, seen = browsers[name]
    for step, theirs in seen:
        ours = dumped(drawn(answer, step))
        for exact in ("nodes", "edges", "parts"):
            assert ours[exact] == theirs[exact], f"{exact} after step {step}"
        assert sorted(ours["lanes"]) == sorted(theirs["lanes"]), f"lanes after step {step}"
        for placed in ("texts", "boxes", "heads"):
            assert not near(ours[placed], theirs[placed]), f"{placed} after step {step}"


def test_a_name_that_has_no_room_at_the_least_size_is_cut():
    texts = [text for text, *_ in dumped(drawn(answered(LONG_NAMES, {}, "right"), 0))["texts"]]
    assert {"learning_ra…", "short", "some_intermediate_quan…", "loss"} <= set(texts), texts


def test_letters_that_there_are_outlines_of_are_drawn_around_their_place_and_others_are_written():
    answer = json.loads(json.dumps(answered("beta = h * x1\nf = sin(beta) * h", {"h": 1.0, "x1": 2.0})))
    outlines = {"\N{PLANCK CONSTANT}": (500, "M0 0H500"), "\N{MATHEMATICAL ITALIC SMALL F}": (400, "M0 0H400")}
    root = ET.fromstring(picture.inset(picture.read_scene(answer), outlines))  # noqa: S314 - our own XML
    letters = [path for path in root.iter("path") if "scale(" in path.get("transform", "")]
    assert sorted(path.get("d") for path in letters) == ["M0 0H400", "M0 0H500"]
    (place,) = [path.get("transform") for path in letters if path.get("d") == "M0 0H500"]
    # Its middle is that of the letters' room: 40 from the left.
    assert place == "translate(33.25 50) scale(0.027)"
    written = {"".join(text.itertext()) for text in root.iter("text")}
    assert {"beta", "x1", "sin", "×"} <= written
    assert not {"h", "f"} & written


def test_outlines_that_were_not_built_are_none(tmp_path):
    assert picture.read_outlines(tmp_path) == {}
    (tmp_path / "outlines.json").write_text('{"f": [400, "M0 0"]}', encoding="utf-8")
    assert picture.read_outlines(tmp_path) == {"f": [400, "M0 0"]}


# The browser's test has the same table (static/test/canvas.test.js).
GRIDS = {
    (24,): (1, 24), (25,): (4, 8), (400,): (13, 32), (401,): (9, 23), (10_000,): (13, 32), (1, 30): (4, 9),
    (28, 28): (14, 14), (1000, 3): (24, 3), (3, 1000): (3, 48), (100, 100): (20, 20), (7, 5, 9): (18, 5),
}  # fmt: skip


@pytest.mark.parametrize("shape", GRIDS)
def test_a_map_has_cells_that_can_be_told_apart_and_each_shows_the_strongest_of_its_entries(shape):
    numbers = [(-1) ** i * float(i) for i in range(math.prod(shape))]
    found, rows, columns = heat.arranged(numbers, shape)
    assert (rows, columns) == GRIDS[shape]
    assert set(found) <= set(numbers)
    assert numbers[-1] == found[-1]
    assert math.isnan(heat.arranged([math.nan, *numbers[1:]], shape)[0][0])


def test_the_scale_of_a_map_is_that_of_all_entries_even_behind_one_that_is_no_number():
    root = drawn(answered(f"w = {[-1, 9, *[1] * 448]}\ny = sqrt(w)\nsum(y)"))
    assert {"±9", "±3"} <= {text for text in root.itertext() if text.startswith("±")}
