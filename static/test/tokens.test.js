import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PALETTES } from '../src/tokens.css.js'

/** @param {string} hex */
function channels(hex) {
  return [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
}

/** @param {number[]} rgb */
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b

/** @param {string} a @param {string} b */
function contrast(a, b) {
  const [light, dark] = [luminance(channels(a)), luminance(channels(b))].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const TEXT = 4.5
const STROKE = 3
/** Text on what it stands on. */
const TEXTS = [
  ...['ink', 'secondary', 'value', 'gradient', 'local'].flatMap((text) => [
    [text, 'background'],
    [text, 'surface'],
  ]),
  ['value', 'value-tint'],
  ['gradient', 'gradient-tint'],
  ['local', 'local-tint'],
  ['mark', 'mark-tint'],
  ['ink', 'mark-tint'],
  ['on-value', 'value'],
  ['on-gradient', 'gradient'],
  ['background', 'local'],
  ['background', 'ink'],
]

for (const theme of /** @type {const} */ (['light', 'dark'])) {
  const palette = PALETTES[theme]

  test(`all text has a contrast of at least 4.5 in the ${theme} theme`, () => {
    for (const [text, ground] of TEXTS) {
      const ratio = contrast(palette[text], palette[ground])
      assert.ok(ratio >= TEXT, `${text} on ${ground}: ${ratio.toFixed(2)}`)
    }
  })

  test(`all meaningful strokes have a contrast of at least 3 in the ${theme} theme`, () => {
    for (const stroke of ['value', 'gradient', 'local', 'wire', 'mark']) {
      for (const ground of ['background', 'surface']) {
        const ratio = contrast(palette[stroke], palette[ground])
        assert.ok(ratio >= STROKE, `${stroke} on ${ground}: ${ratio.toFixed(2)}`)
      }
    }
  })
}

test('both themes have the same tokens', () => {
  assert.deepEqual(Object.keys(PALETTES.light), Object.keys(PALETTES.dark))
})

// Simulation of colour-vision deficiencies in linear RGB: Machado, Oliveira, Fernandes 2009, severity 1.
const DEFICIENCIES = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

/** @param {number[]} m @param {number[]} v */
const times = (m, v) => [0, 1, 2].map((row) => v.reduce((sum, x, i) => sum + m[3 * row + i] * x, 0))

/** @param {number[]} rgb */
function lab(rgb) {
  const xyz = times([0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505], rgb)
  const f = (/** @type {number} */ t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const [x, y, z] = [xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883].map(f)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

test('value and gradient stay 35 Lab apart whatever the colour vision', () => {
  for (const [theme, palette] of Object.entries(PALETTES)) {
    for (const [name, matrix] of Object.entries(DEFICIENCIES)) {
      const seen = (/** @type {string} */ token) =>
        lab(times(matrix, channels(palette[token])).map((c) => Math.min(1, Math.max(0, c))))
      const [a, b] = [seen('value'), seen('gradient')]
      const apart = Math.hypot(...a.map((x, i) => x - b[i]))
      assert.ok(apart >= 35, `${theme} ${name}: ${apart.toFixed(1)}`)
    }
  }
})
