"""The tools under the time line: nudge, step, curve, paths and forward mode, all of them in the browser alone."""

import re

import pytest
from picture import button, on_edge, settle, shown, step
from playwright.sync_api import expect

NOTE = "/#program=q+=+x+%2B+y%0Af+=+q+*+z&x=-2&y=5&z=-4"


def tool(page, name):
    tab = page.get_by_role("tab", name=name)
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    return page.get_by_role("tabpanel", name=name)


def test_a_nudge_tells_what_the_note_says_and_follows_a_slider_without_the_server(visit):
    page = visit(NOTE)
    settle(page)
    panel = tool(page, "Nudge")
    expect(panel.get_by_text("Increasing x by 1 decreases f by 4.")).to_be_visible()
    settle(page)
    asked = []
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    box = page.locator('[data-input="z"] .thumb').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(12):
        page.mouse.move(x + 3 * i, y)
    page.mouse.up()
    value = page.locator("chain-rule").evaluate("picture => picture.scene.values[picture.scene.index.get('z')]")
    assert value != -4
    direction, size = ("increases" if value > 0 else "decreases"), f"{abs(value):.4g}"
    expect(panel.get_by_text(f"Increasing x by 1 {direction} f by {size}.")).to_be_visible()
    panel.get_by_label("Nudge h").first.fill("-0.5")
    expect(panel.get_by_text("Decreasing x by 0.5")).to_be_visible()
    assert asked == []


def test_ten_steps_go_down_and_reset_brings_the_inputs_back(visit):
    page = visit("/#program=f=x**2%2By&x=3&y=1")
    panel = tool(page, "Step")
    panel.get_by_label("y", exact=True).uncheck()
    button(page, "10 steps").click()
    expect(panel.get_by_text("After 10 steps f went from 10 to 1.104.")).to_be_visible()
    expect(page.locator("#input-x")).to_have_value(re.compile(r"^0\.3221"))
    expect(page.locator("#input-y")).to_have_value("1")
    button(page, "Reset").click()
    expect(page.locator("#input-x")).to_have_value("3")
    panel.get_by_label("Maximise").check()
    button(page, "Step").click()
    expect(panel.get_by_text("After 1 step f went from 10 to 13.96.")).to_be_visible()


def test_the_point_on_the_curve_moves_the_input_and_kinks_are_told(visit):
    page = visit("/#program=f=relu(x-1.25)&x=3&step=end")
    panel = tool(page, "Curve")
    expect(panel.get_by_text("There is a kink at x = 1.25")).to_be_visible()
    point = panel.get_by_role("slider", name="x, on the curve")
    point.focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(shown(page, "x", "value")).to_have_text("2")
    expect(point).to_have_attribute("aria-valuetext", "x = 2, f = 0.75, slope 1")
    box = panel.locator(".chart").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    expect(shown(page, "f", "value")).to_have_text("0")
    expect(panel.get_by_text("has the slope 0: that is the gradient")).to_be_visible()


def test_a_path_is_lit_in_the_picture_and_paths_add_up(visit):
    page = visit("/#program=d=a*b%0Ae=a%2Bb%0Af=d*e&a=-2&b=3&step=end")
    panel = tool(page, "Paths")
    expect(panel.get_by_text("2 paths lead from a to f.")).to_be_visible()
    expect(panel.get_by_text("3 + (−6) =")).to_contain_text("−3")
    panel.locator(".way").nth(1).focus()
    expect(page.locator('[data-node="e"]')).to_have_attribute("data-lit", "")
    assert page.locator('[data-node="d"]').get_attribute("data-lit") is None
    tool(page, "Nudge")
    assert page.locator("[data-lit]").count() == 0


def test_the_product_of_a_path_stays_behind_its_equals_sign_where_the_row_wraps(visit):
    page = visit("/#program=q+=+x+%2B+y%0Af+=+q+*+z&x=-2&y=5&z=-5.70625", width=390, height=844)
    panel = tool(page, "Paths")
    way, end = panel.locator(".way").first.bounding_box(), panel.locator(".way .is").first.bounding_box()
    product = panel.locator(".way .is > *").first
    expect(product).to_have_text("−5.706")
    assert way["height"] > 1.5 * end["height"], "the row was to wrap"
    assert product.bounding_box()["height"] == pytest.approx(end["height"], abs=1)


def test_forward_mode_shows_tangents_in_the_picture_and_in_the_link(visit):
    page = visit(NOTE + "&step=4")
    panel = tool(page, "Forward mode")
    expect(panel.get_by_text("The tangent that arrives is ∂f/∂x =")).to_contain_text("−4")
    expect(shown(page, "q", "gradient")).to_have_text("1")
    expect(shown(page, "y", "gradient")).to_have_text("0")
    expect(page.locator(".legend .gradient b")).to_have_text("tangent")
    button(page, "First").click()
    expect(shown(page, "q", "gradient")).to_have_text("")
    expect(shown(page, "q", "value")).to_have_text("3")
    expect(page).to_have_url(re.compile("view=forward"))
    panel.get_by_label("Input").select_option("z")
    button(page, "Last").click()
    expect(shown(page, "f", "gradient")).to_have_text("3")
    expect(on_edge(page, "f->z", "propagated")).to_have_text("3")
    other = visit(page.url[page.url.index("/#") :])
    expect(other.get_by_role("tab", name="Forward mode")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="Forward mode").click()
    expect(page.locator(".legend .gradient b")).to_have_text("gradient")
    assert step(page) == 4
    expect(page).not_to_have_url(re.compile("view=forward"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tools_are_reached_by_keyboard_and_fit_a_narrow_screen(visit, theme):
    page = visit(NOTE, width=390, height=844, color_scheme=theme)
    page.get_by_role("tab", name="Nudge").focus()
    settle(page)
    for name in ("Step", "Curve", "Paths", "Forward mode", "Nudge"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("tabpanel", name=name).locator("h3")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_have_count(0)


def test_tools_of_arrays_turn_single_entries(visit):
    page = visit("/#program=f=sum(W@x)&W=[[1,2],[3,4]]&x=[1,-1]&step=end")
    panel = tool(page, "Nudge")
    panel.get_by_label("Input").select_option("W[1,0]")
    expect(panel.get_by_text("Increasing W[1, 0] by 1 increases f by 1.")).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    button(page, "Set W[1, 0] to 4").click()
    expect(shown(page, "f", "value")).to_have_text("−1")
    assert [url for url in asked if "/api/" in url] == []


def test_an_array_is_edited_as_a_table_at_its_card_and_in_the_panel(visit):
    page = visit("/#program=f=sum(W@x)&W=[[1,2],[3,4]]&x=[1,-1]&step=end")
    settle(page)
    page.locator('[data-node="W"]').focus()
    page.keyboard.press("5")
    expect(page.get_by_role("textbox", name="W[0, 0]", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.insert_text("5")
    expect(shown(page, "f", "value")).to_have_text("0")
    page.keyboard.press("Escape")
    expect(page.locator('[data-node="W"]')).to_be_focused()
    button(page, "2×2").click()
    field = page.get_by_role("textbox", name="W[0, 0]", exact=True)
    expect(field).to_be_focused()
    field.evaluate("""field => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text', '1\\t0\\n0\\t1')
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }""")
    expect(page.locator("#input-W")).to_have_value("[[1, 0], [0, 1]]")
    expect(shown(page, "f", "value")).to_have_text("0")


def test_any_node_can_be_the_output(visit):
    page = visit("/#program=h=x*2%0Ah=h%2B1%0Ag=[h, x]%0Af=sum(g)*x&x=3&step=end")
    output = page.get_by_label("Gradients of")
    for choice, gradient in (("h", "2"), ("h.2", "2"), ("g", "3"), ("f", "19")):
        output.select_option(choice)
        expect(shown(page, "x", "gradient")).to_have_text(gradient)
    panel = tool(page, "Nudge")
    output.select_option("g")
    expect(panel.get_by_text("increases the sum of g by 3.")).to_be_visible()
    page.locator('[data-node="g"]').focus()
    page.keyboard.press("o")
    expect(output).to_have_value("g")
    page.locator('[data-node="h.2"]').dblclick()
    expect(output).to_have_value("h.2")
    expect(page).to_have_url(re.compile("output=h.2"))


def test_curves_stay_within_their_axes_and_ticks_differ(visit):
    page = visit("/#program=f+=+tan(x)&x=1")
    page.get_by_text("Curve", exact=True).first.click()
    charts = page.locator("svg.chart")
    expect(charts.first.locator(".curves path")).to_be_attached()
    for chart in charts.all():
        clip = chart.locator(".curves").get_attribute("clip-path")
        frame = chart.locator("clipPath rect")
        assert clip == f"url(#{chart.locator('clipPath').get_attribute('id')})"
        assert 0 < float(frame.get_attribute("height")) < chart.bounding_box()["height"]
        for axis in chart.locator(".axis").all():
            labels = axis.locator("text").all_text_contents()
            assert len(set(labels)) == len(labels)
