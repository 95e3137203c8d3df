"""The server's SVG and the element's picture, pixel by pixel, in the same browser."""

import base64
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

NOTE = {"program": "q = x + y\nf = q * z", "x": "-2", "y": "5", "z": "-4"}
FAN_OUT = {"program": "a = x * 2\nf = a * x + relu(x)", "x": "3"}

# What is in the element alone, or set in the page's maths font, which an image cannot load.
ONLY_HERE = ".slider, .zoom, .name, .symbol.maths, .note"
MEASURE = f"""picture => {{
  const root = picture.shadowRoot
  const svg = root.querySelector('.picture > svg')
  const box = (element) => {{
    const {{ x, y, width, height }} = element.getBoundingClientRect()
    return [x, y, width, height]
  }}
  const stage = root.querySelector('.stage')
  const hidden = [...root.querySelectorAll({ONLY_HERE!r})].map(box).filter(([, , width]) => width > 0)
  return {{ view: svg.getAttribute('viewBox').split(' ').map(Number), svg: box(svg), stage: box(stage), hidden }}
}}"""
COMPARE = """async ({ ours, theirs, shift, stage, hidden, far }) => {
  const pixels = async (png) => {
    const picture = new Image()
    picture.src = `data:image/png;base64,${png}`
    await picture.decode()
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    const context = canvas.getContext('2d')
    context.drawImage(picture, 0, 0)
    return context.getImageData(0, 0, picture.width, picture.height)
  }
  const [a, b] = [await pixels(ours), await pixels(theirs)]
  const at = ({ data, width }, x, y) => data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)
  const apart = (p, q) => Math.max(...[0, 1, 2].map((i) => Math.abs(p[i] - q[i])))
  const masked = (x, y) => hidden.some(([l, t, w, h]) => x >= l - 3 && x <= l + w + 3 && y >= t - 3 && y <= t + h + 3)
  const ground = at(a, 0, 0)
  const ink = (image, x, y) => apart(at(image, x, y), ground) > far
  // A pixel agrees if the other picture has its colour there or beside it: glyphs and curves may fall half a pixel off.
  const near = (image, x, y, colour) => {
    for (let j = y - 1; j <= y + 1; j++)
      for (let i = x - 1; i <= x + 1; i++)
        {
          const there = i >= 0 && j >= 0 && i < image.width && j < image.height
          if (there && apart(at(image, i, j), colour) <= far) return true
        }
    return false
  }
  let [drawn, wrong] = [0, 0]
  for (let y = Math.ceil(stage[1]) + 1; y < stage[1] + stage[3] - 1; y++)
    for (let x = Math.ceil(stage[0]) + 1; x < stage[0] + stage[2] - 1; x++) {
      const [u, v] = [x - shift[0], y - shift[1]]
      if (u < 0 || v < 0 || u >= a.width || v >= a.height || masked(x, y)) continue
      if (!ink(a, u, v) && !ink(b, x, y)) continue
      drawn++
      if (!near(b, x, y, at(a, u, v)) || !near(a, u, v, at(b, x, y))) wrong++
    }
  return [wrong / drawn, drawn]
}"""
MARGINS = 48
FAR = 40
"""Levels of 255 between two colours: less is antialiasing, more is another colour."""
MOST = 0.03
"""Of the pixels on which something is drawn. Measured: 0 to 0.025 for the same picture (texts stand at fractions of
a pixel), and 0.10 for that of the next step, where one lane and two numbers differ."""


def element(visit, program, step, theme):
    """A screenshot of the element, and where its picture is in it."""
    address = urlencode({**program, "step": step, "theme": theme, "controls": "none"})
    page = visit(f"/embed#{address}", width=1000, height=760, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".picture.maths-font")).to_have_count(1)
    # At the scale of 1 both lie on whole pixels.
    width = page.locator("chain-rule").evaluate(MEASURE)["view"][2]
    page.set_viewport_size({"width": round(width) + MARGINS, "height": 760})
    page.wait_for_function("width => document.querySelector('chain-rule').clientWidth === width", arg=width + MARGINS)
    return page.screenshot(), page.locator("chain-rule").evaluate(MEASURE)


def served(visit, program, step, theme, scale):
    """A screenshot of the server's SVG at a scale, and its view box."""
    query = {**program, "step": step, "theme": theme}
    page = visit(f"/api/v1/render.svg?{urlencode(query)}", wait=False, width=1100, height=800)
    left, top, width, height = map(float, page.evaluate("document.rootElement.getAttribute('viewBox')").split())
    page.goto(f"{page.url}&width={round(width * scale)}")
    return page.screenshot(), (left, top, width, height)


def difference(visit, program, steps, theme):
    """The share of drawn pixels that differ between the element after a step and the SVG after another."""
    theirs, found = element(visit, program, steps[0], theme)
    scale = found["svg"][2] / found["view"][2]
    ours, view = served(visit, program, steps[1], theme, scale)
    shift = [round(found["svg"][i] + (view[i] - found["view"][i]) * scale) for i in (0, 1)]
    blank = visit("/healthz", wait=False, bypass_csp=True, prepare=lambda page: page.watch.expect("status of 404"))
    images = {"ours": base64.b64encode(ours).decode(), "theirs": base64.b64encode(theirs).decode()}
    facts = {"shift": shift, "stage": found["stage"], "hidden": found["hidden"], "far": FAR}
    share, drawn = blank.evaluate(COMPARE, images | facts)
    assert drawn > 1_000
    return share


@pytest.mark.parametrize(
    ("program", "step", "theme"),
    [(NOTE, "0", "light"), (NOTE, "7", "dark"), (NOTE, "end", "light"), (FAN_OUT, "end", "light")],
    ids=["start", "in the middle, dark", "end", "fan-out"],
)
def test_the_servers_svg_looks_like_the_element(visit, program, step, theme):
    assert difference(visit, program, (step, step), theme) <= MOST


def test_another_step_does_not_pass_for_the_same_picture(visit):
    assert difference(visit, NOTE, ("7", "8"), "light") > 2 * MOST
