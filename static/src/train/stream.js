// A stream of events of a run or of a sweep. The browser reconnects by itself, with Last-Event-ID; here stands what
// that means for the one who watches.

/** @typedef {'open' | 'lost' | 'closed'} Connection */
/** @typedef {{ event: (kind: string, data: any, size: number) => void, connection: (state: Connection) => void }} Watcher */

const KINDS = ['frame', 'paused', 'done', 'diverged', 'limit']
const ENDS = ['done', 'diverged', 'limit']

/** @param {string} kind */
export const isEnd = (kind) => ENDS.includes(kind)

/**
 * Watches a stream until it ends or the answer is called.
 * @param {string} path
 * @param {Watcher} watcher
 * @param {typeof EventSource} [Source]
 */
export function watch(path, watcher, Source = EventSource) {
  const source = new Source(new URL(path, document.baseURI))
  source.onopen = () => watcher.connection('open')
  // A closed source does not come back: the server has no such run, or nothing more to tell.
  source.onerror = () => watcher.connection(source.readyState === 2 ? 'closed' : 'lost')
  for (const kind of KINDS) {
    source.addEventListener(kind, ({ data }) => {
      if (isEnd(kind)) source.close()
      watcher.event(kind, JSON.parse(data), data.length)
    })
  }
  return () => source.close()
}

/**
 * What is known of a run from the outside.
 * @typedef {object} Standing
 * @property {'idle' | 'starting' | 'running' | 'paused' | 'ended'} phase
 * @property {number} step
 * @property {number} epoch
 * @property {Connection} connection
 * @property {{ kind: string, step?: number, layer?: number, code?: string, detail?: string, loss?: number } | null} end
 */

/** @type {Standing} */
export const IDLE = { phase: 'idle', step: 0, epoch: 0, connection: 'closed', end: null }

/**
 * How a run stands after an event of its stream.
 * @param {Standing} standing
 * @param {string} kind
 * @param {any} data
 * @returns {Standing}
 */
export function after(standing, kind, data) {
  const step = data.step ?? standing.step
  const epoch = data.epoch ?? standing.epoch
  if (isEnd(kind)) return { ...standing, phase: 'ended', step, epoch, end: { kind, ...data } }
  if (standing.phase === 'ended') return standing
  if (kind === 'paused') return { ...standing, phase: 'paused', step, epoch }
  // A rest may be told of after the next order was given: the run goes on as soon as it has made another step.
  const phase = standing.phase === 'paused' && step > standing.step ? 'running' : standing.phase
  return { ...standing, phase, step, epoch }
}

/**
 * How a run stands after its status was asked for: a stream may have closed without telling of the end.
 * @param {Standing} standing
 * @param {any} status
 * @returns {Standing}
 */
export function asked(standing, status) {
  if (standing.phase === 'ended') return standing
  if (status.state === 'ended' || status.ended) {
    const ended = typeof status.ended === 'string' ? status.ended : 'gone'
    return { ...standing, phase: 'ended', end: { kind: isEnd(ended) ? ended : 'gone', code: ended } }
  }
  const phase = status.state === 'paused' ? 'paused' : 'running'
  return { ...standing, phase, step: status.step ?? standing.step, epoch: status.epoch ?? standing.epoch }
}
