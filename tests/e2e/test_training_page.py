"""The training panel of the page about networks, in a real browser on a real server."""

import re

import pytest
from playwright.sync_api import expect

TABLE = "a,b,c,d,kind\n" + "\n".join(f"{i},{i % 3},{i % 5},{-i},{'cat' if i % 2 else 'dog'}" for i in range(12))


@pytest.fixture
def panel(visit):
    """The page at its training panel, with the catalogue of data sets there."""
    page = visit("/network", height=1000)
    page.locator("[data-training]").scroll_into_view_if_needed()
    expect(page.locator(".tr-card canvas").first).to_be_visible()
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def begin(page, name):
    page.locator(".tr-card", has_text=re.compile(f"^{name}$")).click()
    press(page, "Use a network that learns this")


def loss(page):
    """The loss on the training rows of the frame that is shown."""
    words = page.locator(".tr-curves .tr-caption").first.text_content()
    return float(re.search(r"training ([\d.e−-]+\d)", words)[1].replace("−", "-"))


def test_xor_is_learnt_with_the_setting_of_its_starter_and_every_step_can_be_looked_at_again(panel):
    begin(panel, "XOR")
    panel.get_by_label("Take time to show every frame").uncheck()
    press(panel, "Start")
    expect(panel.locator(".tr-standing").first).to_contain_text("All steps are made.")
    shown = panel.locator(".tr-shown")
    expect(shown).to_have_text("shown: step 400")
    assert loss(panel) < 0.01
    expect(panel.locator(".tr-figure figcaption").first).to_contain_text("After step 400, 100 %")
    panel.get_by_label("Step that is shown").fill("0")
    expect(shown).to_have_text("shown: step 0")
    assert loss(panel) > 0.3
    expect(panel.locator(".tr-figure figcaption").first).to_contain_text("After step 0")
    panel.locator(".tr-card", has_text=re.compile("^spiral$", re.IGNORECASE)).click()
    expect(panel.locator(".tr-figure figcaption").first).to_contain_text("points to learn from. Press Start.")


def test_a_run_makes_single_steps_goes_through_one_by_layer_and_pauses(panel):
    begin(panel, "moons")
    panel.get_by_label("Steps", exact=True).fill("10000")
    press(panel, "One step")
    expect(panel.locator(".tr-standing").first).to_contain_text("Step 1 of 10,000")
    press(panel, "Layer by layer")
    walk = panel.get_by_role("region", name="The step, layer by layer")
    expect(walk.locator(".tr-sentence")).to_contain_text("Forward: layer 2")
    for _ in range(3):
        walk.get_by_role("button", name="Next").click()
    expect(walk.locator(".tr-sentence")).to_contain_text("Backward: layer 3 gets its gradient δ")
    expect(panel.locator('.tr-neuron[data-phase="backward"]')).to_have_count(1)
    press(panel, "Go on")
    press(panel, "Pause")
    expect(panel.get_by_role("button", name="Go on", exact=True)).to_be_visible()
    expect(panel.locator(".tr-standing").first).to_contain_text("Paused.")
    press(panel, "Reset")
    expect(panel.locator(".tr-standing").first).to_have_text("Not started.")


def test_a_run_that_diverges_names_the_layer(panel):
    begin(panel, "line")
    panel.get_by_label("Optimiser", exact=True).select_option("sgd")
    panel.get_by_label("Learning rate α", exact=True).last.fill("50")
    press(panel, "Start")
    expect(panel.locator(".tr-run .tr-message")).to_have_text(re.compile(r"^Diverged at step \d+, in layer 2\."))


def test_fixed_sets_have_no_noise_and_start_says_why_it_waits_for_a_network_that_fits(panel):
    noise, lead = panel.get_by_label("Noise", exact=True), panel.locator(".tr-net").locator("xpath=preceding::p[1]")
    expect(noise).to_be_hidden()
    expect(panel.get_by_label("Seed of the points")).to_be_hidden()
    panel.locator(".tr-card", has_text="circle").click()
    expect(noise).to_be_visible()
    panel.locator(".tr-card", has_text="iris").click()
    expect(noise).to_be_hidden()
    expect(lead).to_contain_text("Press Start")
    press(panel, "Start")
    message = panel.locator(".tr-run .tr-message")
    expect(message).to_contain_text("adapt the network first")
    press(panel, "Adapt the network")
    expect(message).to_be_hidden()
    press(panel, "One step")
    expect(lead).to_contain_text("one neuron, by its number")


def test_a_pasted_table_gives_columns_names_its_mistakes_and_the_network_is_adapted_to_it(panel):
    panel.locator(".tr-card", has_text="Own table").click()
    area = panel.get_by_label("Paste or drop a table (CSV)")
    area.fill("a,b\n1,2\n3")
    expect(panel.locator("#train-csv-wrong")).to_have_text("Line 3 has 1 cell; the first line has 2.")
    area.fill(TABLE)
    panel.get_by_role("group", name="Inputs x").get_by_label("d", exact=True).uncheck()
    expect(panel.locator(".tr-banner").first).to_contain_text("This data has 3 inputs and 2 outputs")
    press(panel, "Adapt the network")
    expect(panel.locator(".tr-banner").first).to_be_hidden()
    press(panel, "One step")
    expect(panel.locator(".tr-standing").first).to_contain_text("Step 1 of 400")


def test_a_small_sweep_is_listed_and_its_best_setting_can_be_used(panel):
    begin(panel, "XOR")
    panel.get_by_label("Seeds", exact=True).fill("2")
    panel.get_by_label("Learning rates α").fill("0.001, 0.1")
    panel.get_by_label("Steps of each run").fill("100")
    expect(panel.get_by_text("= 8 runs.")).to_be_visible()
    press(panel, "Start the sweep")
    expect(panel.get_by_text("All 8 runs are done.")).to_be_visible()
    expect(panel.locator(".tr-multiples figure")).to_have_count(2)
    expect(panel.locator(".tr-found tbody tr")).to_have_count(4)
    assert "adam" in panel.locator(".tr-found tbody tr").first.text_content()
    panel.locator(".tr-best button").click()
    expect(panel.get_by_label("Learning rate α", exact=True).last).to_have_value("0.1")
    press(panel, "One step")
    press(panel, "Show the loss around here")
    expect(panel.locator(".tr-surface output")).to_contain_text("At u = 0, v = 0 the loss is")
    before = panel.locator(".tr-surface output").text_content()
    panel.locator(".tr-surface canvas").press("ArrowUp")
    expect(panel.locator(".tr-surface output")).not_to_have_text(before)
