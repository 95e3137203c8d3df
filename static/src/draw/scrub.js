// The scrub bar: half forward, half backward, with one tick a column.

import { h, svg } from '../dom.js'
import { brief } from '../format.js'
import { titleOf } from '../lens.js'
import { append, cut, select, set, textWidth } from './svg.js'

/** @typedef {import('../scene.js').Scene} Scene */
/** @typedef {import('../texts.js').Texts} Texts */
/** @typedef {{ text: string, x: number, half: number }} Label  `half`: the room that it needs on each side */

const LINE = 26
const PAD = { left: 20, right: 24 }
const START = 0.4
const NAMED = 3
const LABEL = 12
const LABEL_ROOM = 90
const DENSEST = 14

/** The parts of a scrub bar. @param {Texts} texts */
export function makeScrub(texts) {
  const root = h('div', {
    class: 'scrub',
    role: 'slider',
    tabindex: 0,
    'aria-label': texts.timeline,
    'aria-valuemin': 0,
    'aria-valuenow': 0,
  })
  const picture = svg('svg', { 'aria-hidden': 'true' })
  root.append(picture)
  const drawing = select(picture)
  append(drawing, 'path', { class: 'rail' })
  append(drawing, 'path', { class: 'done value' })
  append(drawing, 'path', { class: 'done gradient' })
  for (const name of ['dots', 'labels', 'halves']) append(drawing, 'g', { class: name })
  append(drawing, 'circle', { class: 'knob', r: 10, cy: LINE })
  /** @type {{ drawn: unknown[], all: Label[] }} */ const labels = { drawn: [], all: [] }
  return { root, picture, labels }
}

/**
 * The place of a position (in columns) on a bar.
 * @param {number} position
 * @param {number} count
 * @param {number} width
 */
export function placeOf(position, count, width) {
  const unit = (width - PAD.left - PAD.right) / (count - 1 + START)
  return PAD.left + (position < 1 ? position * START : position - 1 + START) * unit
}

/**
 * The position at a place on a bar.
 * @param {number} x
 * @param {number} count
 * @param {number} width
 */
export function positionAt(x, count, width) {
  const units = ((x - PAD.left) * (count - 1 + START)) / (width - PAD.left - PAD.right)
  return Math.min(count, Math.max(0, units < START ? units / START : units - START + 1))
}

/**
 * Draws the bar.
 * @param {ReturnType<typeof makeScrub>} scrub
 * @param {{ scene: Scene, texts: Texts, position: number, k: number, width: number, stage: number }} state
 *   `stage`: what is told of
 */
export function drawScrub({ root, picture, labels }, { scene, texts, position, k, width, stage }) {
  const { stages } = scene
  const at = (/** @type {number} */ p) => placeOf(p, stages.length, width)
  const turn = stages.filter(({ phase }) => phase === 'forward').length
  const drawing = select(picture)
  const line = (/** @type {number} */ from, /** @type {number} */ to) =>
    to > from ? `M${at(from).toFixed(1)} ${LINE}H${at(to).toFixed(1)}` : ''
  drawing.select('.rail').attr('d', line(0, stages.length))
  drawing.select('.done.value').attr('d', line(0, Math.min(position, turn)))
  drawing.select('.done.gradient').attr('d', line(turn, position))
  drawing
    .select('.knob')
    .attr('cx', at(position))
    .attr('class', `knob ${position > turn ? 'gradient' : 'value'}`)
  drawDots(drawing, scene, position, at)
  const told = [stages, scene.gradients[scene.output], width, stage]
  const other = told.findIndex((each, i) => each !== labels.drawn[i])
  if (other >= 0) {
    labels.drawn = told
    // In which stage one is changes nothing about what the ticks are called.
    if (other < 3)
      labels.all = stages.map((_, i) => {
        const text = tickLabel(scene, texts, i)
        return { text, x: at(i + 1), half: textWidth(text, LABEL) / 2 + 5 }
      })
    drawLabels(drawing, labels.all, stage)
    drawHalves(drawing, texts, turn, stages.length, at)
  }
  set(root, 'aria-valuemax', scene.steps.length)
  set(root, 'aria-valuenow', k)
  set(root, 'aria-valuetext', texts.timelineValue(k, scene.steps.length))
}

/**
 * @param {import('./svg.js').Drawing} drawing
 * @param {Scene} scene
 * @param {number} position
 * @param {(position: number) => number} at
 */
function drawDots(drawing, { stages }, position, at) {
  const dense = stages.length > 1 && at(2) - at(1) < DENSEST
  drawing
    .select('.dots')
    .selectAll('circle')
    .data(dense ? [] : stages)
    .join('circle')
    .attr(
      'class',
      ({ phase }, i) =>
        `dot ${phase === 'forward' ? 'value' : 'gradient'}${i + 1 > position ? ' ahead' : ''}`,
    )
    .attr('cx', (_, i) => at(i + 1))
    .attr('cy', LINE)
    .attr('r', 5)
}

/**
 * @param {import('./svg.js').Drawing} drawing
 * @param {Label[]} all
 * @param {number} stage
 */
function drawLabels(drawing, all, stage) {
  drawing
    .select('.labels')
    .selectAll('text')
    .data(uncrowded(all, stage))
    .join('text')
    .attr('class', (label) => (label === all[stage] ? 'next' : null))
    .attr('x', (label) => label.x)
    .attr('y', LINE + 23)
    .text((label) => label.text)
}

/**
 * The labels that have room: the present one first, then from the left.
 * @param {Label[]} labels
 * @param {number} first
 */
function uncrowded(labels, first) {
  /** @type {Label[]} */
  const kept = []
  // That the present one comes twice does no harm: it has no room beside itself.
  for (const label of [labels[first], ...labels]) {
    if (label?.text && kept.every(({ x, half }) => Math.abs(x - label.x) >= half + label.half))
      kept.push(label)
  }
  return kept
}

/**
 * What stands under the tick of a stage: the names of its nodes, without inputs that were there before.
 * @param {Scene} scene
 * @param {Texts} texts
 * @param {number} index
 */
export function tickLabel(scene, texts, index) {
  const stage = scene.stages[index]
  const steps = scene.steps.slice(stage.from, stage.to)
  if (stage.phase === 'seed') return texts.seedTick(brief(scene.gradients[scene.output] ?? 1))
  const nodes = new Set(steps.map((step) => (step.phase === 'backward' ? scene.from[step.edge] : step.node)))
  const leaf = (/** @type {number} */ node) => scene.operands[node].length === 0
  if (stage.phase === 'forward' && [...nodes].every(leaf)) return index === 0 ? texts.inputsTick : ''
  const names = [...nodes]
    .filter((node) => scene.labels[node] && (stage.phase !== 'forward' || !leaf(node)))
    .map((node) => titleOf(scene, node))
  const unique = [...new Set(names)]
  return cut(
    unique.length <= NAMED ? unique.join(', ') : `${unique.slice(0, NAMED - 1).join(', ')}, …`,
    LABEL_ROOM,
  )
}

/**
 * @param {import('./svg.js').Drawing} drawing
 * @param {Texts} texts
 * @param {number} turn
 * @param {number} end
 * @param {(position: number) => number} at
 */
function drawHalves(drawing, texts, turn, end, at) {
  const halves = [
    { text: texts.forwardHalf, x: (at(1) + at(turn)) / 2, kind: 'value' },
    { text: texts.backwardHalf, x: (at(turn) + at(end)) / 2, kind: 'gradient' },
  ]
  drawing
    .select('.halves')
    .selectAll('text')
    .data(halves)
    .join('text')
    .attr('class', (half) => `half ${half.kind}`)
    .attr('x', (half) => half.x)
    .attr('y', LINE - 13)
    .text((half) => half.text)
}
