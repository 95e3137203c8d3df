// Questions to the server about data, runs and sweeps.

import { ProblemError, UnreachableError } from '../client.js'

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function ask(method, path, body, signal) {
  const headers = { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) }
  let response
  try {
    response = await fetch(new URL(path, document.baseURI), {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
      credentials: 'omit',
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new UnreachableError('unreachable', { cause: error })
  }
  if (response.status === 204) return null
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer
  throw new ProblemError(response.status, answer)
}
