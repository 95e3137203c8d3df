"""axe finds nothing to mend, in no state of any page."""

import re
from pathlib import Path

import pytest
from picture import button, go, type_program
from playwright.sync_api import expect
from test_large import READY, program

AXE = Path(__file__).parents[2] / "static/node_modules/axe-core/axe.min.js"
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'], preload: false })
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${help} at ${target.flat().join(' ')}: ${failureSummary.split('\\n').slice(1).join('; ')}`))
}"""
NOTE = "program=q+=+x+%2B+y%0Af+=+q*z&x=-2&y=5&z=-4"
ARRAYS = "program=W+=+[[0.25,-0.5],[1,0]]%0AX+=+[[3,2,1],[1,0,-2]]%0AY+=+W+@+X%0AL+=+sum(Y**2)"
KINK = "/#program=y+=+relu(x)+/+0&x=0&step=end"
LARGE = "/network#network=784+->+128+sigmoid+->+10,+loss+softmax_cross_entropy&step=end"
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 720, "height": 450, "device_scale_factor": 2}


def playing(page):
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    page.wait_for_function("document.querySelector('chain-rule').step > 0")


def table(page):
    go(page, "end")
    page.get_by_role("button", name=re.compile("^Table")).click()
    expect(page.get_by_role("table").first).to_be_visible()


def sharing(page):
    button(page, "Share").click()
    expect(page.get_by_role("dialog", name="Share")).to_be_visible()


def menu(page):
    button(page, "Download").click()
    expect(page.get_by_role("menuitem").first).to_be_focused()


def mistaken(page):
    type_program(page, "f = tahn(x)")
    expect(page.locator("#messages .mistake").first).to_be_visible()


def tool(page):
    page.get_by_role("tab", name=re.compile("^Nudge")).click()
    expect(page.get_by_role("tabpanel").first).to_be_visible()


def inspecting(node):
    def act(page):
        page.locator(f'chain-rule [data-node="{node}"] .body').first.click()
        expect(page.locator(".inspector")).to_be_visible()

    act.__name__ = f"the node {node}"
    return act


def edge(page):
    page.locator("chain-rule .lens").first.click()
    expect(page.locator(".inspector")).to_be_visible()


def using(name):
    def act(page):
        page.get_by_role("tab", name=re.compile(f"^{name}")).click()
        expect(page.get_by_role("tabpanel", name=re.compile(f"^{name}"))).to_be_visible()

    return act


def linked(page):
    page.locator("#program").focus()
    expect(page.locator("chain-rule [data-lit]").first).to_be_visible()


def middle(page):
    go(page, 7)


def tables(page):
    expect(page.get_by_role("region", name="Update of every weight")).to_be_visible()
    page.locator(".weights summary").first.click()
    button(page, "Write them into a table").first.click()
    expect(page.locator(".tables").first).to_be_visible()


def wrong_line(page):
    page.get_by_role("tab", name="Line").click()
    page.locator("#written-line").fill("2 -> 3 sigmod")
    expect(page.locator("[data-pane=line] .mistake")).to_be_visible()


def emptied(page):
    type_program(page, "")
    page.keyboard.press("Backspace")
    expect(page.locator("#messages")).to_contain_text("Type a program")


def unreachable(page):
    page.watch.expect("Failed to load resource")
    page.route("**/api/v1/graph", lambda route: route.abort())
    type_program(page, "g = 1 + 2")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()


def looking_at_the_gallery(page):
    page.locator("[data-example]").first.scroll_into_view_if_needed()
    expect(page.locator("[data-example]").first).to_be_visible()


def many(page):
    """A graph that is drawn on canvases, with its minimap, at the end of its story."""
    assert page.evaluate(READY, program(groups=16, each=100)) > 3_000
    go(page, "end")
    expect(page.locator("chain-rule .minimap")).to_be_visible()


def searching(page):
    page.locator("chain-rule .find").click()
    page.keyboard.type("g7")
    expect(page.locator("chain-rule [role=option]").first).to_be_visible()


def a_card_of_many(page):
    field = page.get_by_role("combobox", name=re.compile("^Find a node"))
    if not field.is_visible():
        page.locator("chain-rule .find").click()
    field.fill("g7_11")
    field.press("Enter")
    expect(page.locator("chain-rule .card:focus")).to_be_visible()


def folded(page):
    find = page.locator("chain-rule .find")
    if find.get_attribute("aria-expanded") != "true":
        find.click()
    page.keyboard.press("Delete")
    page.locator("chain-rule .groups button").first.click()
    expect(page.locator("chain-rule [data-group]").first).to_be_visible()


def training(page):
    page.locator("[data-training]").scroll_into_view_if_needed()
    page.locator(".tr-card", has_text=re.compile("^moons$")).click()
    page.get_by_role("button", name="Use a network that learns this").click()
    page.get_by_label("Steps", exact=True).fill("10000")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".tr-standing").first).to_contain_text(re.compile("Learning|left"))


def paused(page):
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("button", name="One step", exact=True).click()
    expect(page.locator(".tr-standing").first).to_contain_text("Step 1 of")


def layer_by_layer(page):
    page.get_by_role("button", name="Layer by layer", exact=True).click()
    expect(page.get_by_role("region", name="The step, layer by layer")).to_be_visible()


def trained(page):
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_label("Steps", exact=True).fill("20")
    page.get_by_label("Take time to show every frame").uncheck()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".tr-standing").first).to_contain_text("All steps are made.")


def trying(page):
    """A request in the reference, written and sent."""
    post = page.locator(".opblock-post", has_text="/api/v1/graph")
    post.locator(".opblock-summary-control").click()
    post.get_by_role("button", name="Execute").click()
    expect(post.locator(".live-responses-table .response").first).to_contain_text('"chainrule/1"')


def parametrised(page):
    page.locator(".opblock-get .opblock-summary-control").first.click()
    expect(page.locator("tr[data-param-name=program]").first).to_be_visible()


def at_once(page):
    """As it comes."""


def end(page):
    go(page, "end")
    page.wait_for_function("document.querySelector('chain-rule').step > 8")


# A page, what is done on it one after the other, and its window. Axe looks after each; Escape closes what was opened.
PAGES = {
    "explorer": (
        f"/#{NOTE}",
        [at_once, playing, middle, end, tool, sharing, menu, table, mistaken],
        {},
    ),
    "explorer, nothing to show, and nobody who answers": (f"/#{NOTE}", [emptied, unreachable], {}),
    "explorer, the gallery, dark": (f"/#{NOTE}&theme=dark", [looking_at_the_gallery], {}),
    "explorer, twice as large": (f"/#{NOTE}&step=end", [at_once, using("Curve"), sharing], ZOOMED),
    "explorer, thousands of nodes": ("/", [many, searching, a_card_of_many, folded], {}),
    "explorer, an edge": (f"/#{NOTE}&step=end", [edge, inspecting("q")], {}),
    "explorer, a node, narrow and dark": (f"/#{NOTE}&step=end&theme=dark", [inspecting("q")], NARROW),
    "explorer, tools": (f"/#{NOTE}&step=end", [using("Step"), using("Paths"), using("Forward")], {}),
    "explorer, curve, dark": (f"/#{NOTE}&step=end&theme=dark", [using("Curve")], {}),
    "explorer, a line and its nodes": (f"/#{NOTE}&step=end", [linked], {}),
    "explorer, dark": (f"/#{NOTE}&theme=dark&step=7", [at_once, tool], {}),
    "explorer, narrow": (f"/#{NOTE}&step=end", [at_once, tool], NARROW),
    "explorer, narrow and dark": (f"/#{NOTE}&theme=dark&step=3", [at_once, sharing], NARROW),
    "explorer, forced colours": (f"/#{NOTE}&step=end", [at_once], {"forced_colors": "active"}),
    "explorer, arrays": (f"/#{ARRAYS}&step=end", [at_once, inspecting("Y")], {}),
    "explorer, arrays, dark": (f"/#{ARRAYS}&step=end&theme=dark", [at_once, inspecting("Y")], {}),
    "explorer, arrays, forced colours": (f"/#{ARRAYS}&step=end", [at_once], {"forced_colors": "active"}),
    "explorer, kinks and no number": (KINK, [at_once], {}),
    "explorer, a link that says nonsense": ("/#x=two", [at_once], {}),
    "networks": ("/network", [at_once], {}),
    "networks, the update, dark": ("/network#view=neuron&step=end&station=7&theme=dark", [tables], {}),
    "networks, a large one": (LARGE, [at_once], {}),
    "networks, a run": ("/network", [training, paused, layer_by_layer, trained], {}),
    "networks, a run, dark": ("/network", [training], {"color_scheme": "dark"}),
    "networks, scalars": ("/network#view=scalar&at=2.1", [wrong_line], {}),
    "networks, narrow and dark": ("/network", [at_once], {**NARROW, "color_scheme": "dark"}),
    "lesson": ("/learn/backpropagation", [at_once], {}),
    "a frame": (f"/embed#{NOTE}&step=4", [at_once], {"width": 600, "height": 400}),
    "the reference": ("/docs", [at_once, trying, parametrised], {"wait": False}),
    "nothing here": ("/nowhere", [at_once], {"wait": False}),
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, name):
    address, acts, options = PAGES[name]
    page = visit(address, prepare=expecting, bypass_csp=True, reduced_motion="reduce", **options)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for act in acts:
        act(page)
        assert (act.__name__, page.evaluate(RUN)) == (act.__name__, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls in one direction only"
        page.keyboard.press("Escape")


def expecting(page):
    page.watch.expect("status of 404")
