"""A graph of thousands of nodes: drawn on a canvas, clicked, searched, folded; and its table, page by page."""

READY = """program => new Promise(done => {
  const element = document.querySelector('chain-rule')
  element.addEventListener('chainrule:ready', () => done(element.scene.ids.length), {once: true})
  Object.assign(element, {inputs: {}, output: null, program})
})"""


def program(groups=60, each=24):
    """Chains in groups, each the sine of its neighbour, summed in the end."""
    lines = [f"x{i} = {i % 7 - 3}" for i in range(groups)]
    for i in range(groups):
        lines.append(f"g{i}_0 = x{i} * 0.5")
        lines += [f"g{i}_{j} = sin(g{i}_{j - 1}) * 0.9" for j in range(1, each)]
    return "\n".join([*lines, "f = " + " + ".join(f"g{i}_{each - 1}" for i in range(groups))])


def test_a_graph_of_thousands_of_nodes_is_drawn_clicked_searched_and_folded(visit):
    page = visit("/")
    count = page.evaluate(READY, program())
    assert count > 3_000
    element = page.locator("chain-rule")
    assert element.locator("canvas").count() >= 2
    assert element.locator("g.card").count() == 0
    colours = page.evaluate(
        """() => { const canvas = document.querySelector('chain-rule').shadowRoot.querySelector('canvas')
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
          return new Set(new Uint32Array(data.buffer)).size }"""
    )
    assert colours > 10
    page.keyboard.press("End")
    element.locator(".find").click()
    page.keyboard.type("g7_11")
    page.keyboard.press("Enter")
    card = element.locator('.card[data-node="g7_11"]')
    assert "g7_11" in card.get_attribute("aria-label")
    assert card.evaluate("card => card.matches(':focus')")
    card.click()
    page.keyboard.press("Escape")
    card.focus()
    page.keyboard.press("ArrowLeft")
    assert element.locator(".card:focus").get_attribute("data-node") != "g7_11"
    folded = """() => new Promise(done => {
      const element = document.querySelector('chain-rule')
      element.addEventListener('chainrule:ready', () => done(element.scene.cards?.length ?? 0), {once: true})
      element.shadowRoot.querySelector('.groups button').click()
    })"""
    element.locator(".find").click()
    page.keyboard.press("Delete")
    assert page.evaluate(folded) == 60
    assert element.locator("g.card").count() > 60
    assert element.locator("canvas:not(.minimap canvas)").count() == 0
    assert page.evaluate(folded) == 0


def test_the_table_of_a_large_graph_is_turned_page_by_page(visit):
    page = visit("/")
    page.evaluate(READY, program(groups=20))
    element = page.locator("chain-rule")
    element.get_by_role("button", name="Table").click()
    rows = element.locator("tbody th")
    rows.first.wait_for()
    assert rows.count() == 250
    first = rows.first.inner_text()
    element.get_by_role("button", name="Later").click()
    assert rows.first.inner_text() != first
    assert element.get_by_text("Nodes 251 to 500").count() == 1
