// Heat maps as a few paths: the cells of one sign and one strength are one path, squares above zero, diamonds below.

const BINS = 5

/**
 * The paths of a map.
 * @param {number[][]} rows
 * @param {{ width: number, height: number }} room
 * @returns {{ d: string, sign: 'plus' | 'minus', strength: number }[]}
 */
export function heatPaths(rows, { width, height }) {
  const most = rows
    .flat()
    .reduce((max, each) => (Number.isFinite(each) ? Math.max(max, Math.abs(each)) : max), 0)
  const [w, h] = [width / Math.max(1, rows[0]?.length ?? 1), height / Math.max(1, rows.length)]
  /** @type {Map<string, string[]>} */
  const paths = new Map()
  rows.forEach((row, j) => {
    row.forEach((value, k) => {
      const bin = most > 0 ? Math.ceil((Math.abs(value) / most) * BINS) : 0
      if (!(bin > 0)) return
      const key = `${value < 0 ? 'minus' : 'plus'} ${bin}`
      const list = paths.get(key) ?? []
      list.push(value < 0 ? diamond(k * w, j * h, w, h) : square(k * w, j * h, w, h))
      paths.set(key, list)
    })
  })
  return [...paths].map(([key, list]) => {
    const [sign, bin] = key.split(' ')
    return { d: list.join(''), sign: /** @type {'plus' | 'minus'} */ (sign), strength: Number(bin) / BINS }
  })
}

/** @param {number} n */
const short = (n) => Math.round(n * 100) / 100

/**
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 */
const square = (x, y, w, h) => `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}z`

/**
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 */
const diamond = (x, y, w, h) =>
  `M${short(x + w / 2)} ${short(y)}l${short(w / 2)} ${short(h / 2)} ${short(-w / 2)} ${short(h / 2)} ${short(-w / 2)} ${short(-h / 2)}z`
