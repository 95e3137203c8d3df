"""The page about networks: three forms of a spec, three views of a run, seven stations, and the link to all of it."""

import math
import re

import pytest
from picture import button, expect_step, settle, shown, step
from playwright.sync_api import expect

MAZUR = (
    "/network#network=2+->+2+sigmoid+weights+[[0.15,0.2],[0.25,0.3]]+biases+[0.35,0.35]"
    "+->+2+sigmoid+weights+[[0.4,0.45],[0.5,0.55]]+biases+[0.6,0.6],+loss+half_squared_error"
    "&x=0.05,0.1&y=0.01,0.99&rate=0.5"
)
"""M. Mazur's worked example (2015), as a link."""


@pytest.fixture
def calm(visit):
    """Opens the page for people who want no motion: stations are reached at once."""
    return lambda address="/network", **options: visit(address, reduced_motion="reduce", **options)


def tab(page, name):
    page.get_by_role("tab", name=name, exact=True).click()


def line(page):
    return page.locator("#written-line").input_value()


def station(page, number):
    page.locator(f"[data-go='{number}']").click()


def test_the_page_opens_with_the_network_of_the_note(visit):
    page = visit("/network")
    assert page.locator(".card.neuron").count() == 2 + 2 * (3 + 3 + 1) + 1
    expect(page.locator('.edge[data-name="w2_1_2"] .own')).to_contain_text("212 −0.1321")
    expect(page.get_by_role("link", name="Networks")).to_have_attribute("aria-current", "page")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_a_loss_with_penalties_has_its_parts_in_a_column_of_their_own(visit):
    page = visit("/network#network=2+->+1,+loss+mse,+l2+0.1")
    titles = page.locator("chain-rule .titles .column")
    expect(titles).to_have_text(["layer 1 · input", "layer 2 · prediction", "parts of the loss", "loss"])


@pytest.mark.parametrize(("width", "least"), [(1440, 1010), (1024, 970), (700, 650), (390, 360)])
def test_the_picture_is_as_wide_as_what_stands_above_it(visit, width, least):
    page = visit("/network", width=width)
    title, stage = page.locator(".run h1").bounding_box(), page.locator("chain-rule .stage").bounding_box()
    assert stage["x"] == pytest.approx(title["x"], abs=1)
    assert stage["width"] >= least
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_form_line_and_json_follow_one_another(visit):
    page = visit("/network")
    units = page.get_by_label("neurons, layer 2")
    units.fill("4")
    units.press("Enter")
    expect(page.locator('[data-node="z2_4"]')).to_be_visible()
    tab(page, "Line")
    assert line(page).startswith("2 -> 4 sigmoid -> 3 sigmoid")
    page.locator("#written-line").fill("2 -> 2 relu -> 1, loss mse, init zeros")
    expect(page.locator('[data-node="z2_4"]')).to_have_count(0)
    tab(page, "JSON")
    expect(page.locator("#written-json")).to_have_value(re.compile('"scheme": "zeros"'))
    text = page.locator("#written-json").input_value()
    page.locator("#written-json").fill(text.replace('"relu"', '"tanh"'))
    tab(page, "Form")
    expect(page.get_by_label("activation, layer 2")).to_have_value("tanh")
    button(page, "Undo").click()
    expect(page.get_by_label("activation, layer 2")).to_have_value("relu")
    button(page, "Redo").click()
    expect(page.get_by_label("activation, layer 2")).to_have_value("tanh")


def test_a_starter_without_its_softmax_is_no_starter_any_more_and_has_no_loss(visit):
    page = visit("/network")
    starters = page.get_by_label("Start from")
    starters.select_option("softmax")
    expect(page.get_by_label("activation, layer 3")).to_have_value("softmax")
    expect(starters).to_have_value("softmax")
    page.get_by_label("activation, layer 3").select_option("linear")
    expect(page.locator("[data-losses]")).to_contain_text(re.compile("L = NaN.*cross_entropy needs probabilities"))
    expect(starters).to_have_value("")
    button(page, "Last").click()
    expect(page.locator('chain-rule [data-node="z2_1"] .bias')).to_contain_text("◂ NaN")
    page.get_by_label("activation, layer 3").select_option("relu")
    expect(page.locator("[data-losses]")).to_contain_text(re.compile("L = −.*no probabilities"))


def test_layers_are_added_moved_and_removed_and_weights_given(visit):
    page = visit("/network#network=2+->+2+tanh+->+1&x=1,2&y=1")
    page.get_by_label("Kind of the new layer").select_option("dropout")
    button(page, "Add").click()
    expect(page.get_by_label("rate, layer 3")).to_have_value("0.2")
    button(page, "Move layer 3 towards the input").click()
    expect(page.get_by_label("rate, layer 2")).to_have_value("0.2")
    button(page, "Remove layer 2").click()
    expect(page.get_by_label("neurons, layer 2")).to_have_value("2")
    page.locator(".weights summary").first.click()
    button(page, "Write them into a table").first.click()
    cell = page.get_by_label("Value of w 1 2, layer 2")
    cell.fill("0.125")
    cell.press("Enter")
    expect(page.locator('.edge[data-name="w2_1_2"] .own')).to_have_attribute("data-value", "0.125")


def test_an_error_stands_at_its_field_and_under_its_text(visit):
    page = visit("/network")
    units = page.get_by_label("neurons, layer 2")
    units.fill("0")
    units.press("Enter")
    expect(units).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field .wrong").locator("visible=true")).to_contain_text("too small")
    units.fill("3")
    units.press("Enter")
    expect(units).not_to_have_attribute("aria-invalid", "true")
    tab(page, "Line")
    page.locator("#written-line").fill("2 -> 3 sigmod -> 1")
    mistake = page.locator("[data-pane=line] .mistake")
    expect(mistake).to_contain_text("Did you mean 'sigmoid'?")
    expect(mistake).to_have_attribute("data-place", "7-13")
    tab(page, "JSON")
    page.locator("#written-json").fill('{"inputs": 2, "layers": [{"type": "dense", "units": -1}]}')
    expect(page.locator("[data-pane=json] .mistake")).to_contain_text("too small")
    page.locator("#written-json").fill('{"inputs": 2,')
    expect(page.locator("[data-pane=json] .mistake")).to_contain_text("no JSON")


def test_the_card_tells_what_a_station_shows_and_of_the_step_elsewhere(calm):
    page = calm()
    settle(page)
    headline, sentence = page.locator("chain-rule .headline"), page.locator("chain-rule .sentence")
    told = [
        ("The input is layer 1", "x₁ = 0.8 and x₂ = −0.5 are the activations of layer 1"),
        ("Every weight has a value to start from", "w₁₁² = 0.1257 and w₁₂² = −0.1321"),
        ("The input has gone forward to the loss", "a₁⁴ = 0.3262. The target is y = 1: that makes a loss of L = 0.227"),
        ("The error at layer 4, the last", "δ₁⁴ = ∂L/∂a₁⁴ · σ′(z₁⁴) = −0.6738 · 0.2198 = −0.1481"),
        ("Layer 2 has its errors", "δ₁² = ∂L/∂a₁² · σ′(z₁²) = −0.005214 · 0.2483 = −0.001294"),
        ("Every weight has its gradient", "∂L/∂w₁₁² = δ₁² · x₁ = −0.001294 · 0.8 = −0.001036"),
        ("Every weight takes a small step against its gradient", "w₁₁² ← w₁₁² − α · ∂L/∂w₁₁² = 0.1257 − 0.5 ·"),
    ]
    for number, (head, words) in enumerate(told, 1):
        station(page, number)
        expect(headline).to_have_text(head)
        expect(sentence).to_contain_text(words)
    expect(page.locator("chain-rule .terms b")).to_have_text(["0.1257", "0.5", "−0.001036", "0.1262"])
    button(page, "Back").click()
    expect(headline).not_to_contain_text("Every weight")
    station(page, 6)
    expect(headline).to_have_text("Every weight has its gradient")
    button(page, "Back").click()
    expect(headline).not_to_contain_text("Every weight")
    station(page, 5)
    page.locator(".layerwise").get_by_role("button", name="Layer 3").click()
    expect(headline).to_have_text("Layer 3 has its errors")


def test_the_gradients_of_the_weights_have_the_last_word_of_a_run(visit):
    page = visit("/network")
    settle(page)
    headline = page.locator("chain-rule .headline")
    button(page, "Last").click()
    expect(headline).to_have_text("Every weight has its gradient")
    page.get_by_role("button", name="Play").click()
    expect(headline).not_to_have_text("Every weight has its gradient", timeout=400)
    page.get_by_role("button", name="Pause").click()


@pytest.mark.parametrize(("width", "height", "least"), [(1440, 1100, 0.78), (1440, 900, 0.64), (390, 844, 0.88)])
def test_the_first_network_uses_the_room_that_there_is(calm, width, height, least):
    page = calm(width=width, height=height)
    settle(page)
    half, x, last = (page.locator(f'[data-node="{node}"] .body').bounding_box() for node in ("z2_1", "x_1", "z2_3"))
    assert half["height"] > 74 * least, "a neuron's half is 74 high at the scale of 1"
    assert last["x"] + last["width"] <= width
    stage = page.locator("chain-rule .stage").bounding_box()
    assert stage["height"] <= 0.75 * height
    assert x["x"] >= stage["x"]


def test_the_stations_move_the_picture_and_show_the_numbers(calm):
    page = calm(MAZUR)
    settle(page)
    steps = []
    for number in range(1, 8):
        station(page, number)
        expect(page.locator(f"[data-go='{number}']")).to_have_attribute("aria-current", "step")
        steps.append(step(page))
    assert steps == sorted(steps)
    assert steps[0] < steps[2] < steps[3] < steps[4] < steps[5]
    station(page, 3)
    expect(shown(page, "a3_1", "value")).to_have_text("0.7514")
    expect(page.locator("[data-station]")).to_contain_text("0.2984")
    expect(page.locator('[data-lit][data-node="z3_1"]')).to_have_count(1)


def test_the_update_has_mazurs_published_numbers_and_can_be_applied_again_and_again(calm):
    page = calm(MAZUR)
    settle(page)
    station(page, 7)
    for name, published in (("w3_1_1", 0.35891648), ("w3_2_2", 0.561370121), ("w2_1_1", 0.149780716)):
        new = page.locator(f'[data-weight="{name}"] td').last
        assert math.isclose(float(new.get_attribute("data-value")), published, abs_tol=5e-9)
    before, after = page.locator(".tile b").all()
    assert math.isclose(float(before.get_attribute("data-value")), 0.298371109, abs_tol=5e-10)
    expected = after.get_attribute("data-value")
    button(page, "Apply the update").click()
    expect(page.locator(".tile b").first).to_have_attribute("data-value", expected)
    expect(button(page, "Apply the update")).to_be_focused()
    button(page, "Apply the update").click()
    expect(page.locator(".losses-so-far figcaption")).to_have_text("2 updates")


def test_labels_that_would_lie_one_over_the_other_wait_until_somebody_looks(calm):
    labels = "chain-rule .labels .edge >> visible=true"
    page = calm("/network#network=2+->+8+tanh+->+1&x=1,2&y=0&init=xavier")
    settle(page)
    station(page, 7)
    expect(page.locator("chain-rule .road[data-lit]")).to_have_count(24)
    expect(page.locator(labels)).to_have_count(0)
    page.locator('chain-rule [data-node="a3_1"]').first.hover()
    expect(page.locator(labels)).to_have_count(8)
    page = calm(MAZUR)
    settle(page)
    station(page, 7)
    expect(page.locator(labels)).to_have_count(8)


def test_going_to_a_station_plays_to_its_end_and_stops(visit):
    page = visit("/network#network=1+->+1+tanh&x=1&y=0")
    settle(page)
    station(page, 3)
    expect_step(page, 4)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert step(page) == 4


def test_one_zooms_from_a_layer_to_its_neurons_and_from_a_neuron_to_its_numbers(calm):
    page = calm("/network#view=layer")
    settle(page)
    page.locator('[data-node="a2"]').click()
    expect(page.get_by_role("radio", name="Neurons")).to_be_checked()
    expect(page.locator('[data-lit][data-node="z2_3"]')).to_have_count(1)
    page.locator('[data-node="z2_2"]').focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Scalars")).to_be_checked()
    expect(page.locator('[data-lit][data-node="w2_2_1"]')).to_have_count(1)
    button(page, "Layer 2").click()
    expect(page.get_by_role("radio", name="Neurons")).to_be_checked()
    button(page, "Whole network").click()
    expect(page.get_by_role("radio", name="Layers")).to_be_checked()


def test_from_a_neuron_s_numbers_one_goes_to_the_layers(calm):
    page = calm()
    page.locator('chain-rule [data-node="z3_1"]').click()
    expect(page.locator('chain-rule [data-node="z3_1"]')).to_be_visible()
    page.wait_for_function("() => document.querySelector('chain-rule').scene.ids.length > 36")
    page.get_by_title("Tensors: x").click()
    page.wait_for_function("() => document.querySelector('chain-rule').scene.ids.length < 36")
    cards = page.locator("chain-rule .card")
    expect(cards).to_have_count(18)
    for card in cards.all():
        expect(card).to_be_visible()


def test_a_link_brings_back_network_sample_view_place_and_station(calm):
    page = calm(MAZUR + "&view=neuron&at=2&theme=dark")
    settle(page)
    station(page, 5)
    expect(page).to_have_url(re.compile("station=5"))
    other = calm(page.url[page.url.index("/network") :])
    expect(other.locator("[data-go='5']")).to_have_attribute("aria-current", "step")
    tab(other, "Line")
    assert "weights [[0.15, 0.2], [0.25, 0.3]]" in line(other)
    assert other.get_by_label("Value of y 2").input_value() == "0.99"
    assert step(other) == step(page)
    expect(button(other, "Layer 2")).to_be_visible()


def test_the_table_has_the_weights_of_the_picture(calm):
    page = calm()
    settle(page)
    page.get_by_role("button", name="Last").click()
    page.get_by_role("button", name="Table").click()
    expect(page.locator("table.weights tbody tr")).to_have_count(6 + 9 + 3 + 3 + 3 + 1)


def test_a_large_network_is_heat_maps_and_its_strongest_edges(calm):
    page = calm("/network#network=784+->+128+sigmoid+->+10,+loss+softmax_cross_entropy")
    assert page.locator(".strongest .road").count() == 200
    assert page.locator("chain-rule").evaluate("picture => picture.shadowRoot.querySelectorAll('*').length") < 3000


def test_a_narrow_screen_has_it_all_without_scrolling_sideways(calm):
    page = calm(width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    top, bottom = (page.locator(f'[data-node="{node}"]').bounding_box() for node in ("x_1", "z2_1"))
    assert top["y"] + top["height"] < bottom["y"], "layers run top to bottom"
