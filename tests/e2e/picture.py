"""What tests look at in the picture, by the hooks of its contract."""

from playwright.sync_api import expect


def shown(page, node, part):
    return page.locator(f'[data-node="{node}"] [data-part="{part}"]')


def on_edge(page, edge, part):
    return page.locator(f'[data-edge="{edge}"] [data-part="{part}"]')


def step(page):
    return page.locator("chain-rule").evaluate("picture => picture.step")


def settle(page):
    """Wait for what the picture loads after it is drawn: keyboard, sliders and scrub bar."""
    page.wait_for_load_state("networkidle")


def expect_step(page, k):
    """A step that flies is shown when it has arrived."""
    page.wait_for_function("k => document.querySelector('chain-rule').step === k", arg=k)


def go(page, to):
    """Go to a step at once, as a script on the page would."""
    page.locator("chain-rule").evaluate("(picture, to) => picture.goTo(to)", to)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def type_program(page, text):
    """Replace the program in the editor, as with a keyboard."""
    page.locator("#program, .cm-content").locator("visible=true").first.click()
    content = page.locator(".cm-content")
    expect(content).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def program(page):
    return page.locator("#program").input_value()
