"""A graph of thousands of nodes: drawn on a canvas, clicked, searched, folded; and its table, page by page."""

import math

from playwright.sync_api import expect

# The page sets a program of its own first: its inputs are listed then.
READY = """async program => {
  while (!document.querySelector('[data-inputs] input')) await new Promise(requestAnimationFrame)
  const element = document.querySelector('chain-rule')
  const ready = new Promise(done => element.addEventListener('chainrule:ready', done, {once: true}))
  Object.assign(element, {inputs: {}, output: null, program})
  await ready
  return element.scene.ids.length
}"""

COLOURS = """async () => {
  const still = document.querySelector('chain-rule').shadowRoot.querySelector('.picture > .still')
  const shown = await createImageBitmap(still)
  const copy = document.createElement('canvas')
  const [width, height] = [copy.width = shown.width, copy.height = shown.height]
  const pen = copy.getContext('2d')
  pen.drawImage(shown, 0, 0)
  const { data } = pen.getImageData(0, 0, width, height)
  return new Set(new Uint32Array(data.buffer)).size
}"""


def program(groups, each=24):
    """Chains in groups, each the sine of its neighbour, summed in the end."""
    lines = [f"x{i} = {i % 7 - 3}" for i in range(groups)]
    for i in range(groups):
        lines.append(f"g{i}_0 = x{i} * 0.5")
        lines += [f"g{i}_{j} = sin(g{i}_{j - 1}) * 0.9" for j in range(1, each)]
    return "\n".join([*lines, "f = " + " + ".join(f"g{i}_{each - 1}" for i in range(groups))])


def test_a_graph_of_thousands_of_nodes_is_drawn_clicked_searched_and_folded(visit):
    page = visit("/")
    count = page.evaluate(READY, program(groups=16, each=100))
    assert count > 3_000
    element = page.locator("chain-rule")
    assert element.locator("canvas").count() >= 2
    assert element.locator("g.card").count() == 0
    colours = page.evaluate(COLOURS)
    assert colours > 10
    page.keyboard.press("End")
    element.locator(".find").click()
    field = element.locator(".finder input")
    field.fill("g7_11")
    field.press("Enter")
    card = element.locator('.card[data-node="g7_11"]')
    assert "g7_11" in card.locator(".aloud").text_content()
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
    expect(element.locator(".finder input")).to_be_focused()
    page.keyboard.press("Delete")
    assert page.evaluate(folded) == 16
    assert element.locator("g.card").count() > 16
    assert element.locator("canvas:not(.minimap canvas)").count() == 0
    assert page.evaluate(folded) == 0


def pictures(page, text):
    """How many different pictures the canvas shows while another program is drawn."""
    return page.evaluate(
        """program => new Promise((done, fail) => {
          const element = document.querySelector('chain-rule')
          element.addEventListener('chainrule:error', ({detail}) => fail(detail.message), {once: true})
          const seen = new Set()
          let rest = Infinity
          element.addEventListener('chainrule:ready', () => { rest = performance.now() + 900 }, {once: true})
          const look = () => {
            seen.add(element.shadowRoot.querySelector('.picture > .still').toDataURL())
            if (performance.now() < rest) requestAnimationFrame(look)
            else done(seen.size)
          }
          Object.assign(element, {inputs: {}, output: null, program})
          look()
        })""",
        text,
    )


def test_nodes_that_survive_an_edit_move_to_their_places(visit):
    lines = ["x = 1", "y = 2", "a0 = x * y", *(f"a{i} = a{i - 1} * y + x" for i in range(1, 24))]
    edited = "\n".join([*lines[:2], "w = x * y + x", "v = w * w", *lines[2:], "f = a23 + v"])
    page = visit("/")
    assert page.evaluate(READY, "\n".join([*lines, "f = a23"])) > 36
    assert pictures(page, edited) >= 4
    calm = visit("/", reduced_motion="reduce")
    assert calm.evaluate(READY, "\n".join([*lines, "f = a23"])) > 36
    assert pictures(calm, edited) <= 3


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


WHEEL = """turns => {
  const stage = document.querySelector('chain-rule').shadowRoot.querySelector('.stage')
  const { left, top, width, height } = stage.getBoundingClientRect()
  const at = { clientX: left + width / 2, clientY: top + height / 2, ctrlKey: true, bubbles: true, cancelable: true }
  const sheets = stage.querySelector('.picture')
  let drawn = 0
  const watch = new MutationObserver(list => { drawn += list.filter(({ target }) => target !== sheets).length })
  watch.observe(sheets, { attributes: true, childList: true, characterData: true, subtree: true })
  const before = sheets.offsetWidth
  for (const deltaY of turns) stage.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY }))
  drawn += watch.takeRecords().filter(({ target }) => target !== sheets).length
  watch.disconnect()
  return [drawn, sheets.offsetWidth - before, sheets.getBoundingClientRect().width / sheets.offsetWidth]
}"""
SHARP = """() => {
  const sheets = document.querySelector('chain-rule').shadowRoot.querySelector('.picture')
  return sheets.getBoundingClientRect().width / sheets.offsetWidth
}"""


def test_while_a_wheel_turns_nothing_is_drawn_and_at_rest_the_picture_is_sharp(visit):
    page = visit("/")
    assert page.evaluate(READY, program(groups=2, each=4)) <= 36
    element = page.locator("chain-rule")
    assert element.locator("g.card").count() > 0
    drawn, wider, scale = page.evaluate(WHEEL, [-40, -40, -40])
    assert (drawn, wider) == (0, 0)
    assert abs(scale - math.exp(3 * 40 * 0.006)) < 0.01
    page.wait_for_timeout(600)
    assert abs(page.evaluate(SHARP) - 1) < 1e-3
    # A pan that follows at once ends the zoom, and begins from where the eye was.
    page.evaluate(WHEEL, [-20])
    stage = element.locator(".stage").bounding_box()
    page.mouse.move(stage["x"] + 200, stage["y"] + 100)
    page.mouse.down()
    assert abs(page.evaluate(SHARP) - 1) < 1e-3
    page.mouse.up()


def test_a_graph_of_some_hundred_nodes_has_a_light_document_and_all_that_cards_have(visit):
    page = visit("/")
    count = page.evaluate(READY, program(groups=10, each=14))
    assert 200 < count < 500
    element = page.locator("chain-rule")
    assert element.locator("canvas").count() >= 2
    assert page.evaluate("document.querySelector('chain-rule').shadowRoot.querySelectorAll('.picture *').length") < 150
    page.evaluate("document.querySelector('chain-rule').goTo('end')")
    slider = element.get_by_role("slider", name="Value of x3", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    value = page.evaluate(
        "() => { const { scene } = document.querySelector('chain-rule'); return scene.values[scene.index.get('x3')] }"
    )
    assert value > 0
    element.locator(".find").click()
    expect(element.locator(".finder input")).to_be_focused()
    page.keyboard.type("x3")
    page.keyboard.press("Enter")
    card = element.locator('.card[data-node="x3"]')
    assert card.evaluate("card => card.matches(':focus')")
    page.keyboard.press("ArrowRight")
    assert element.locator(".card:focus").get_attribute("data-node") != "x3"
    # Tangents, with the words of forward mode.
    page.evaluate("document.querySelector('chain-rule').setAttribute('view', 'forward')")
    element.locator(".legend .gradient b", has_text="tangent").wait_for()
    assert element.locator("canvas").count() >= 2


def test_a_flight_to_a_node_that_was_found_never_crosses_a_blank_stage(visit):
    page = visit("/")
    page.evaluate(READY, program(groups=20, each=24))
    element = page.locator("chain-rule")
    page.evaluate(
        """() => { const root = document.querySelector('chain-rule').shadowRoot
          window.covered = []
          const stage = root.querySelector('.stage')
          const look = () => {
            const still = root.querySelector('.picture > .still').getBoundingClientRect()
            const room = stage.getBoundingClientRect()
            const width = Math.min(still.right, room.right) - Math.max(still.left, room.left)
            const height = Math.min(still.bottom, room.bottom) - Math.max(still.top, room.top)
            covered.push(Math.max(0, width) * Math.max(0, height) / (room.width * room.height))
            requestAnimationFrame(() => setTimeout(look))  // what has been painted
          }
          root.querySelector('.zoom button:last-child').click()
          setTimeout(look, 300) }"""
    )
    page.wait_for_timeout(500)
    element.locator(".find").click()
    expect(element.locator(".finder input")).to_be_focused()
    page.keyboard.type("g17_22")
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    covered = page.evaluate("window.covered")
    assert len(covered) > 10
    assert min(covered) > 0.5


STILL = """() => {
  const root = document.querySelector('chain-rule').shadowRoot
  const still = root.querySelector('.picture > .still').getBoundingClientRect()
  const room = root.querySelector('.stage').getBoundingClientRect()
  const width = Math.min(still.right, room.right) - Math.max(still.left, room.left)
  const height = Math.min(still.bottom, room.bottom) - Math.max(still.top, room.top)
  const area = room.width * room.height
  return [still.width * still.height / area, width * height / area]
}"""


def test_what_plays_is_drawn_no_larger_than_it_is_seen_and_never_leaves_the_stage_blank(visit):
    page = visit("/")
    page.evaluate(READY, program(groups=20, each=24))
    stage = page.locator("chain-rule .stage").bounding_box()
    resting, covered = page.evaluate(STILL)
    assert resting > 2
    assert covered > 0.99
    page.evaluate("document.querySelector('chain-rule').play()")
    seen = []
    for _ in range(40):
        page.wait_for_timeout(50)
        seen.append(page.evaluate(STILL))
    playing = [area for area, _ in seen if area < resting]
    assert len(playing) > 20
    assert max(playing) < 1.7
    assert min(covered for _, covered in seen) > 0.99
    page.mouse.move(stage["x"] + 500, stage["y"] + 200)
    page.mouse.down()
    for x in (380, 620):
        page.mouse.move(stage["x"] + x, stage["y"] + 200, steps=4)
        page.wait_for_timeout(50)
        assert page.evaluate(STILL)[1] > 0.99
    page.mouse.up()


SLOW = """() => {
  // Of a large graph on a slow machine: each picture takes a while, and each frame has time for little of it.
  const now = performance.now.bind(performance)
  performance.now = () => 20 * now()
  const give = OffscreenCanvas.prototype.transferToImageBitmap
  window.drawn = []
  OffscreenCanvas.prototype.transferToImageBitmap = function () {
    drawn.push(this.height)
    return give.call(this)
  }
}"""
BEHIND = """() => {
  const root = document.querySelector('chain-rule').shadowRoot
  const [behind, still] = ['.behind', '.still'].map(name => root.querySelector(name))
  const [room, shown] = [root.querySelector('.stage'), behind].map(each => each.getBoundingClientRect())
  const over = Math.min(shown.right, room.right) - Math.max(shown.left, room.left)
  return {hidden: behind.hidden, over: over / room.width, opaque: getComputedStyle(still).backgroundColor}
}"""
DIFFERENCE = """async () => {
  const still = document.querySelector('chain-rule').shadowRoot.querySelector('.still')
  const shown = await createImageBitmap(still)
  const copy = new OffscreenCanvas(shown.width, shown.height)
  const pen = copy.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, shown.width, shown.height)
  pen.drawImage(shown, 0, 0)
  const { data } = pen.getImageData(0, 0, shown.width, shown.height)
  const before = window.before
  window.before = data
  if (before?.length !== data.length) return null
  return data.reduce((most, value, i) => Math.max(most, Math.abs(value - before[i])), 0)
}"""


# The last piece is joined with the others: a picture larger than a piece is the last that is handed on.
RESTED = """async () => {
  while (!(drawn.at(-1) > 64)) await new Promise(requestAnimationFrame)
}"""


def zoom(page, *turns):
    box = page.locator("chain-rule .stage").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.down("Control")
    for turn in turns:
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(20)
    page.keyboard.up("Control")


def test_zooming_out_of_a_large_graph_draws_nothing_on_its_way_and_shows_no_blank_stage(visit):
    page = visit("/")
    page.evaluate(SLOW)
    page.evaluate(READY, program(groups=20, each=24))
    page.wait_for_timeout(1_200)
    assert page.evaluate(BEHIND)["hidden"]
    page.evaluate("drawn.splice(0)")
    zoom(page, *[40] * 5)
    behind = page.evaluate(BEHIND)
    assert page.evaluate("drawn") == []
    assert not behind["hidden"]
    assert behind["over"] > 0.6
    assert behind["opaque"] not in ("rgba(0, 0, 0, 0)", "transparent")
    page.evaluate(RESTED)
    assert len(page.evaluate("drawn")) > 5
    assert page.evaluate(BEHIND)["hidden"]
    # Another step is another picture: the old one is not shown behind it.
    page.keyboard.press("End")
    page.evaluate("document.querySelector('chain-rule').goTo(3)")
    zoom(page, 40, 40)
    assert page.evaluate(BEHIND)["hidden"]


def test_a_picture_that_is_drawn_piece_by_piece_is_the_same_as_one_that_is_drawn_at_once(visit):
    page = visit("/")
    page.evaluate(SLOW)
    page.evaluate(READY, program(groups=20, each=24))
    page.evaluate("document.querySelector('chain-rule').goTo(300)")
    page.wait_for_timeout(1_200)
    for turns in ([40] * 4, [-40] * 8):
        page.evaluate("drawn.splice(0)")
        zoom(page, *turns)
        page.evaluate(RESTED)
        heights = page.evaluate("drawn.splice(0)")
        pieces = [height for height in heights if height <= 64]
        assert len(pieces) > 5
        page.evaluate(DIFFERENCE)
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.querySelector('chain-rule').theme = theme }", theme)
            page.wait_for_timeout(100)
        assert page.evaluate("drawn[0]") > 64
        # Where a piece ends a line is smoothed by another rule: nobody sees that, but a name that is cut off.
        assert page.evaluate(DIFFERENCE) <= 100
        page.wait_for_timeout(800)


def test_a_canvas_follows_the_theme(visit):
    page = visit("/")
    page.evaluate(READY, program(groups=4, each=24))
    look = "() => document.querySelector('chain-rule').shadowRoot.querySelector('.picture > .still').toDataURL()"
    light = page.evaluate(look)
    for theme, same in (("dark", False), ("light", True)):
        page.evaluate("theme => { document.querySelector('chain-rule').theme = theme }", theme)
        page.wait_for_timeout(200)
        assert (page.evaluate(look) == light) is same


def test_what_does_not_move_is_no_canvas_with_a_pen_and_what_moves_is_drawn_once_a_frame(visit):
    page = visit("/")
    page.evaluate(READY, program(groups=20, each=24))
    drawn = page.evaluate(
        """() => new Promise(done => {
          const element = document.querySelector('chain-rule')
          const [still, moving] = element.shadowRoot.querySelectorAll('.still, .moving')
          const begun = CanvasRenderingContext2D.prototype.setTransform
          const times = []
          let now = 0
          CanvasRenderingContext2D.prototype.setTransform = function (...given) {
            if (this.canvas === moving && given[0] !== 1) now++
            return begun.apply(this, given)
          }
          const tick = () => {
            times.push(now)
            now = 0
            if (times.length < 20) return requestAnimationFrame(tick)
            element.pause()
            done({times, pen: still.getContext('2d') !== null})
          }
          element.play()
          requestAnimationFrame(() => requestAnimationFrame(tick))
        })"""
    )
    assert not drawn["pen"]
    # The first count has two frames in it: what play() drew, and what the clock did.
    assert max(drawn["times"][1:]) == 1
    assert drawn["times"][0] <= 2


def test_a_browser_that_draws_nothing_aside_shows_large_graphs_too(visit):
    page = visit("/")
    page.evaluate("() => { delete window.OffscreenCanvas }")
    page.evaluate(READY, program(groups=20, each=24))
    assert page.evaluate(COLOURS) > 10
    assert page.evaluate(STILL)[1] > 0.99


def test_no_name_is_written_over_itself_while_its_node_moves(visit):
    page = visit("/")
    page.evaluate(READY, program(groups=20, each=24))
    written = page.evaluate(
        """() => new Promise(done => {
          const element = document.querySelector('chain-rule')
          const moving = element.shadowRoot.querySelector('.moving')
          const write = CanvasRenderingContext2D.prototype.fillText
          const texts = new Set()
          CanvasRenderingContext2D.prototype.fillText = function (text, ...given) {
            if (this.canvas === moving) texts.add(text)
            return write.call(this, text, ...given)
          }
          element.goTo(element.scene.stages[2].from)
          element.play()
          setTimeout(() => { element.pause(); done([...texts]) }, 500)
        })"""
    )
    assert {"sin", "×"} & set(written)
    assert not [text for text in written if text.startswith("g")]


def test_a_long_chain_has_a_map(visit):
    page = visit("/")
    page.evaluate(READY, "h = x\n" + "h = tanh(h * 0.9)\n" * 40)
    expect(page.locator("chain-rule .minimap")).to_be_visible()
