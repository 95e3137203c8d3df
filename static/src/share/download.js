// Files of what the page shows. The server writes them (POST: nothing of a program stands in an address); a PNG is its
// SVG, drawn here on a canvas.

import { english as texts } from './texts.js'

/** @typedef {import('./texts.js').Kind} Kind */
/**
 * What a file is made of.
 * @typedef {{ program: string, inputs: Record<string, unknown>, output: string | null, step: number | 'end',
 *   theme: 'light' | 'dark' | 'auto' }} Question
 */

/** Why there is no file, in words for people. */
export class DownloadError extends Error {}

const TWICE = 2
/** Browsers draw no more: Safari has the narrowest bounds. */
const MOST_PIXELS = 16_777_216
const LONGEST_SIDE = 16_384

/**
 * Makes a file and hands it to the browser. Resolves with what to say about it.
 * @param {Kind} kind
 * @param {Question} question
 */
export async function save(kind, question) {
  const file = `chainrule.${kind}`
  if (kind !== 'png') {
    hand(file, await written(kind, question))
    return texts.saved(file)
  }
  const { blob, scale } = await pixels(
    await (await written('svg', { ...question, theme: seen(question) })).text(),
  )
  hand(file, blob)
  return scale < TWICE ? texts.smaller(file, scale.toFixed(2)) : texts.saved(file)
}

/** The colours that are seen now: a picture in pixels cannot follow the system. @param {Question} question */
const seen = ({ theme }) =>
  theme === 'auto' ? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light') : theme

/**
 * @param {string} kind
 * @param {Question} question
 */
async function written(kind, { output, ...question }) {
  const asked = output === null ? question : { ...question, output }
  const answer = await fetch(`/api/v1/render.${kind}`, {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(asked),
  }).catch(() => null)
  if (!answer) throw new DownloadError(texts.unreachable)
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}))
    throw new DownloadError(problem.detail ?? texts.unreachable)
  }
  return answer.blob()
}

/**
 * How many times its size a picture can be drawn, twice at most.
 * @param {number} width
 * @param {number} height
 */
export const scaleFor = (width, height) =>
  Math.min(TWICE, LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)))

/**
 * Draws an SVG on a canvas.
 * @param {string} svg
 */
async function pixels(svg) {
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await picture.decode().catch(() => {
    throw new DownloadError(texts.noPixels)
  })
  const { naturalWidth: width, naturalHeight: height } = picture
  const scale = scaleFor(width, height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  /** @type {Blob | null} */
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'))
  if (!blob) throw new DownloadError(texts.noPixels)
  return { blob, scale }
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function hand(name, blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href))
}
