"""Arrays in the picture: the factor in a lens, entries by keyboard, and entries of cards on a canvas."""

from urllib.parse import quote

import pytest
from picture import settle
from playwright.sync_api import expect

PROGRAM = "W = [[0.25, -0.5], [1, 0]]\nX = [[3, 2, 1], [1, 0, -2]]\nY = W @ X\nL = sum(Y ** 2)"
MANY = "\n".join([*PROGRAM.splitlines(), *(f"q{i} = {i} * L" for i in range(60)), "sum(Y)"])


def opened(visit, program=PROGRAM, **options):
    page = visit(f"/#program={quote(program)}&step=end", wait=False, **options)
    expect(page.locator("chain-rule .picture > *").first).to_be_attached()
    settle(page)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_lens_of_a_matrix_product_shows_its_factor_and_the_side(visit, theme):
    page = opened(visit, color_scheme=theme)
    lens = page.locator('[data-edge="X->Y"] .lens')
    expect(lens.locator("text")).to_have_text("Wᵀ ×")
    expect(lens.locator(".cell")).to_have_count(4)
    glass, factor = lens.locator(".glass").bounding_box(), lens.locator(".heat").bounding_box()
    words = lens.locator("text").bounding_box()
    assert words["x"] + words["width"] <= factor["x"]
    assert factor["x"] + factor["width"] <= glass["x"] + glass["width"]
    assert glass["y"] < factor["y"]
    assert factor["y"] + factor["height"] < glass["y"] + glass["height"]
    lens.hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("∂L/∂X = Wᵀ · ∂L/∂Y, from the left")
    expect(tip).to_contain_text("shapes: 2×3 = 2×2 · 2×3")


def test_the_equation_has_the_entries_of_small_matrices_where_there_is_room(visit):
    page = opened(visit)
    terms = page.locator("chain-rule .strip .terms")
    expect(terms.locator(".local .matrix span")).to_have_text(["0.25", "1", "−0.5", "0"])
    upstream, received = (terms.locator(".gradient .matrix").nth(i) for i in (0, 1))
    expect(upstream).to_be_visible()
    factor = [[0.25, 1], [-0.5, 0]]
    above, result = (
        [float(each.replace("−", "-")) for each in shown.locator("span").all_inner_texts()]
        for shown in (upstream, received)
    )
    product = [sum(row[k] * above[3 * k + j] for k in range(2)) for row in factor for j in range(3)]
    assert result == pytest.approx(product)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(upstream).to_be_hidden()
    expect(terms.get_by_text("2×3 array").first).to_be_visible()


def test_the_inspector_has_the_entries_of_a_matrix_product(visit):
    page = opened(visit)
    page.locator('[data-node="W"]').click()
    product = page.locator('[data-part="inspector"] .product')
    expect(product.locator(".local .matrix span")).to_have_text(["3", "1", "2", "0", "1", "−2"])
    expect(product.locator(".gradient .matrix").last.locator("span")).to_have_text(["6", "−4.5", "28", "2"])


def test_forward_the_factor_stands_as_it_is_not_transposed(visit):
    page = opened(visit, reduced_motion="reduce")
    page.get_by_text("Forward mode").first.click()
    element = page.locator("chain-rule")
    expect(page.locator('[data-edge="Y->W"] .lens text')).to_have_text("× X")
    expect(page.locator('[data-edge="Y->X"] .lens text')).to_have_text("W ×")
    expect(page.locator('[data-node="W"] .note')).to_have_text("W[0, 0] moves by 1")
    element.evaluate("element => element.goTo(2)")
    terms = page.locator("chain-rule .strip .terms")
    expect(terms.locator(".local")).to_contain_text("X")
    expect(terms.locator(".local .matrix span")).to_have_text(["3", "2", "1", "1", "0", "−2"])
    expect(terms.locator(".gradient .matrix").first.locator("span")).to_have_text(["1", "0", "0", "0"])
    expect(terms.locator(".gradient .matrix").last.locator("span")).to_have_text(["3", "2", "1", "0", "0", "0"])


def test_by_keyboard_the_entries_are_read_in_the_inspector(visit):
    page = opened(visit)
    page.locator('[data-node="W"]').focus()
    page.keyboard.press("Enter")
    pane = page.locator('[data-part="inspector"]')
    first = pane.locator(".cells.value i").first
    for _ in range(8):
        if first.evaluate("cell => cell.matches(':focus')"):
            break
        page.keyboard.press("Tab")
    step = page.locator("chain-rule").evaluate("element => element.step")
    page.keyboard.press("ArrowDown")
    expect(pane.locator(".readout")).to_have_text("[1, 0] value 1, gradient 28")
    page.keyboard.press("ArrowRight")
    expect(pane.locator(".readout")).to_have_text("[1, 1] value 0, gradient 2")
    page.keyboard.press("Home")
    expect(pane.locator(".readout")).to_have_text("[0, 0] value 0.25, gradient 6")
    assert page.locator("chain-rule").evaluate("element => element.step") == step


def test_a_cell_of_a_card_on_a_canvas_tells_its_entry(visit):
    page = opened(visit, MANY)
    element = page.locator("chain-rule")
    expect(element.locator("canvas.still")).to_be_visible()
    element.evaluate("element => { element.dataset.look = 'W' }")
    page.wait_for_timeout(600)
    stage = element.locator(".stage").bounding_box()
    page.mouse.move(stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    box = element.locator('.over > .card[data-node="W"]').bounding_box()
    scale = box["width"] / 176
    tip = page.get_by_role("tooltip")
    page.mouse.move(box["x"] + 153 * scale, box["y"] + 15 * scale)
    expect(tip).to_have_text("W[0, 1]: value −0.5, gradient −1")
    page.mouse.move(box["x"] + 40 * scale, box["y"] + 15 * scale)
    expect(tip).to_contain_text("value [[0.25, −0.5], [1, 0]]")


def test_of_a_large_array_a_cell_tells_the_strongest_of_its_block(visit):
    row = [round(0.1 * j - 1, 1) for j in range(28)]
    page = opened(visit, f"v = {row}\nX = outer(v, v)\nL = sum(X ** 2)")
    cells = page.locator('[data-node="X"] .row.value .cell')
    expect(cells).to_have_count(14 * 14)
    cells.last.hover()
    expect(page.get_by_role("tooltip")).to_have_text("X[27, 27]: value 2.89, gradient 5.78")
    page.locator('[data-node="X"]').focus()
    page.keyboard.press("Enter")
    pane = page.locator('[data-part="inspector"]')
    expect(pane.locator(".blocks").first).to_have_text("A cell shows the strongest of 2×2 entries.")
    pane.locator(".cells.value i").first.focus()
    page.keyboard.press("ArrowDown")
    expect(pane.locator(".readout")).to_have_text("[2, 0] value 0.8, gradient 1.6")
    page.keyboard.press("End")
    expect(pane.locator(".readout")).to_have_text("[27, 27] value 2.8899999999999997, gradient 5.779999999999999")
    for tile in ("value", "gradient"):
        box, map_ = pane.locator(f".tile.{tile}").bounding_box(), pane.locator(f".cells.{tile}").bounding_box()
        assert map_["x"] + map_["width"] <= box["x"] + box["width"]
