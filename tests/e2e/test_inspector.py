"""The inspector: everything about a node or an edge, as one who touches the picture sees it."""

from urllib.parse import quote

import pytest
from picture import go, settle, shown
from playwright.sync_api import expect

FAN = "a = -2\nb = 3\nd = a*b\ne = a+b\nf = d*e"
KINK = "x = 0\ny = relu(x)"


def inspector(page):
    return page.locator('[data-part="inspector"]')


def opened(visit, program="", step="end", **options):
    page = visit(f"/#{f'program={quote(program)}&' if program else ''}step={step}", **options)
    settle(page)
    return page


def card(page, node):
    return page.locator(f'[data-node="{node}"]')


def test_a_click_shows_the_chain_rule_and_a_proof_beside_the_node(visit):
    page = opened(visit)
    card(page, "x").click()
    pane = inspector(page)
    expect(pane.locator('[data-section="chain"] math').first).to_have_text("∂f∂x=∂f∂q·∂q∂x=−4·1=−4")
    boxes = card(page, "x").bounding_box(), pane.bounding_box()
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    pane.get_by_role("button", name="Prove this gradient").click()
    expect(pane.locator('[data-part="proof"]')).to_have_text("Proven: all three agree")
    expect(pane.locator("[data-way]")).to_have_count(3)
    page.get_by_role("slider", name="Value of x").focus()
    page.keyboard.press("PageUp")
    expect(pane.locator("[data-way]")).to_have_count(0)
    expect(pane.get_by_label("Set x")).to_have_value(shown(page, "x", "value").text_content())
    go(page, 3)
    expect(pane.locator(".tile.gradient .slot")).to_be_visible()
    expect(pane.locator('[data-section="chain"] math').first).to_have_text("∂f∂x=∂f∂q·∂q∂x")


def test_the_keyboard_opens_follows_and_closes_it(visit):
    page = opened(visit)
    card(page, "q").focus()
    page.keyboard.press("Enter")
    pane = inspector(page)
    expect(pane).to_be_focused()
    expect(pane).to_have_attribute("aria-label", "Inspector: q")
    page.keyboard.press("Tab")
    expect(pane.get_by_role("button", name="Copy LaTeX")).to_be_focused()
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(card(page, "q")).to_be_focused()
    page.keyboard.press("Enter")
    card(page, "q").focus()
    page.keyboard.press("ArrowRight")
    expect(pane).to_have_attribute("aria-label", "Inspector: f")
    expect(card(page, "f")).to_be_focused()
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()


def test_a_digit_on_an_input_begins_a_number_and_the_inspector_has_a_field(visit):
    page = opened(visit)
    card(page, "x").focus()
    page.keyboard.type("-7")
    page.keyboard.press("Enter")
    expect(shown(page, "x", "value")).to_have_text("−7")
    expect(card(page, "x")).to_be_focused()
    page.keyboard.press("Enter")
    field = inspector(page).get_by_label("Set x")
    field.fill("two")
    field.press("Enter")
    expect(inspector(page).get_by_role("alert")).to_contain_text("“two”")
    field.fill("3")
    field.press("Enter")
    expect(shown(page, "f", "value")).to_have_text("−32")


def test_an_edge_shows_its_local_gradient_and_what_it_hands_back(visit):
    page = opened(visit)
    page.locator('[data-edge="q->f"] .lens').click()
    pane = inspector(page)
    expect(pane.locator('[data-section="local"] math')).to_have_text("∂f∂q=z=−4")
    expect(pane.locator('[data-section="handed"] b')).to_have_text(["1", "−4", "−4"])
    pane.get_by_role("button", name="q", exact=True).click()
    expect(pane).to_have_attribute("aria-label", "Inspector: q")
    pane.get_by_role("button", name="Inspect the edge from y to q").press("Enter")
    expect(pane).to_have_attribute("aria-label", "Inspector: the edge from y to q")


def test_two_consumers_add_up_and_the_latex_can_be_copied(visit):
    page = opened(visit, FAN, permissions=["clipboard-read", "clipboard-write"])
    card(page, "a").click()
    pane = inspector(page)
    expect(pane.locator(".terms.sum b")).to_have_text(["3", "−6", "−3"])
    pane.get_by_role("button", name="Copy LaTeX").click()
    expect(pane.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "&= 3 + (-6)" in copied
    assert copied.startswith("\\begin{aligned}")


def test_where_nothing_can_be_copied_the_text_is_there_to_be_copied(visit):
    def refuse(page):
        page.add_init_script("document.execCommand = () => false; delete Navigator.prototype.clipboard")

    page = opened(visit, prepare=refuse)
    card(page, "f").click()
    inspector(page).get_by_role("button", name="Copy LaTeX").click()
    field = inspector(page).get_by_label("The browser does not let a page copy")
    expect(field).to_be_focused()
    expect(field).to_have_value("\\frac{\\partial f}{\\partial f} = 1")


def test_a_kink_is_told_with_the_answers_of_three_libraries(visit):
    page = opened(visit, KINK)
    card(page, "y").click()
    pane = inspector(page)
    expect(pane.locator(".flags")).to_contain_text("relu′(0) = 0")
    rows = pane.locator('[data-part="libraries"] tr')
    expect(rows.filter(has_text="PyTorch")).to_have_text("PyTorch0")
    expect(rows.filter(has_text="JAX")).to_have_text("JAX0")
    expect(rows.filter(has_text="TensorFlow")).to_have_text("TensorFlow0")


def test_on_a_phone_it_is_a_sheet_that_does_not_hide_its_node(visit):
    page = opened(visit, width=390, height=844, has_touch=True)
    card(page, "q").tap()
    pane = inspector(page)
    expect(pane).to_be_visible()
    page.wait_for_function(
        """() => {
          const root = document.querySelector('chain-rule').shadowRoot
          const box = (one) => root.querySelector(one).getBoundingClientRect()
          const [card, pane] = [box('[data-node=q]'), box('.inspector')]
          return card.top >= 0 && card.bottom <= pane.top
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for control in pane.get_by_role("button").all():
        assert control.bounding_box()["height"] >= 40


def test_two_elements_have_an_inspector_each_and_a_handed_scene_has_no_proof(visit):
    page = opened(visit)
    page.evaluate(
        """async () => {
          const answer = await (await fetch('/api/v1/graph', {method: 'POST',
            headers: {'Content-Type': 'application/json'}, body: '{"program": "y = 2 * u"}'})).json()
          const other = document.createElement('chain-rule')
          other.id = 'other'
          document.querySelector('main').append(other)
          other.step = 'end'
          other.scene = answer
        }"""
    )
    page.locator('#other [data-node="u"]').click()
    card(page, "q").click()
    expect(inspector(page)).to_have_count(2)
    other = page.locator('#other [data-part="inspector"]')
    expect(other).to_have_attribute("aria-label", "Inspector: u")
    expect(other).to_contain_text("no proof can be asked for")
    expect(inspector(page).first).to_have_attribute("aria-label", "Inspector: q")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_arrays_show_value_and_gradient_beside_each_other(visit, theme):
    page = opened(visit, "W = [[1, 2], [-3, 0.5]]\nL = sum(W^2)", color_scheme=theme)
    card(page, "W").click()
    pane = inspector(page)
    expect(pane.locator(".cells.value i")).to_have_text(["1", "2", "−3", "0.5"])
    expect(pane.locator(".cells.gradient i")).to_have_text(["2", "4", "−6", "1"])
    pane.locator(".cells.value i").nth(2).hover()
    expect(pane.locator(".readout")).to_have_text("[1, 0] value −3, gradient −6")
    pane.get_by_role("button", name="Edit the numbers of W").click()
    field = page.get_by_role("textbox", name="W[0, 0]", exact=True)
    expect(field).to_be_focused()
    field.fill("7")
    expect(pane.locator(".cells.value i").first).to_have_text("7")


def test_an_entry_of_an_array_is_told_under_the_pointer(visit):
    page = opened(visit, "W = [[1, -1], [2, 0], [0, 1]]\nx = [3, 2]\nz = W @ x\nL = sum(z)")
    tip = page.locator(".tip-box")
    page.locator('[data-node="W"] .row.value .cell').nth(2).hover()
    expect(tip).to_have_text("W[1, 0]: value 2, gradient 3")
    page.locator('[data-node="W"] .row.gradient .cell').nth(1).hover()
    expect(tip).to_have_text("W[0, 1]: value −1, gradient 2")
    page.locator('[data-edge="W->z"] .lens').hover()
    expect(tip).to_contain_text("× xᵀ with x = [3, 2]")
    expect(page.locator(".legend .cells")).to_be_visible()


def test_numbers_of_a_vector_stay_within_their_card(visit):
    page = opened(visit, "v = [0.12345, 2.3456, -3.4567]\nw = [1, 2]\nf = sum(tanh(v)) + sum(w)")
    spilt = page.locator("chain-rule").evaluate(
        """({ shadowRoot }) => [...shadowRoot.querySelectorAll('.card .row .number')].filter((number) => {
          if (number.getAttribute('visibility') === 'hidden' || !number.textContent) return false
          const mark = number.parentNode.querySelector('.mark').getBoundingClientRect()
          return number.getBoundingClientRect().left < mark.right
        }).map((number) => number.textContent)"""
    )
    assert spilt == []
    expect(page.locator('[data-node="v"] .row.value .limit')).to_have_text("±3.457")


def test_a_narrow_picture_begins_with_its_whole_first_row(visit):
    page = visit("/", width=320, height=640)
    stage = page.locator("chain-rule .stage").bounding_box()
    for name in "xy":
        box = card(page, name).bounding_box()
        assert stage["x"] <= box["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"]


@pytest.mark.parametrize("width", [1440, 390])
def test_the_chain_rule_of_a_sum_of_long_numbers_fits_beside_the_picture(visit, width):
    program = "a = x*y\nb = a + x\nc = a*b\nd = sin(c) + x"
    page = opened(visit, program, "end&x=1.5&y=-0.5", width=width)
    card(page, "x").locator(".body").click()
    pane = inspector(page)
    lines = pane.locator('[data-section="chain"] > .equation')
    expect(lines).to_have_text(
        ["∂d∂x=∂d∂a·∂a∂x+∂d∂b·∂b∂x+∂d∂d·∂d∂x", "=0·(−0.5)+(−0.6344)·1+1·1", "=0+(−0.6344)+1=0.3656"]
    )
    assert lines.evaluate_all("lines => lines.every(line => line.scrollWidth <= line.clientWidth)")
    for row in pane.locator(".product, .sum").all():
        boxes = [part.bounding_box() for part in row.locator(".is > *").all()]
        assert len(boxes) == 2
        assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
        assert boxes[1]["y"] <= boxes[0]["y"] + boxes[0]["height"] / 2 <= boxes[1]["y"] + boxes[1]["height"]


def test_at_a_symmetric_kink_nobody_claims_a_proof(visit):
    page = opened(visit, "x = 0\nf = abs(x)")
    page.locator('[data-node="x"]').click()
    pane = page.locator('[data-part="inspector"]')
    expect(pane.get_by_text("grew by a little")).to_have_count(0)
    pane.get_by_role("button", name="Prove this gradient").click()
    expect(pane.locator('[data-part="proof"]')).to_have_text("All agree, but at a kink that proves little")


def test_the_table_says_what_is_odd(visit):
    page = opened(visit, "x = 0\nf = relu(x)")
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.locator("chain-rule table")).to_contain_text("at x = 0 the derivative is a convention")
