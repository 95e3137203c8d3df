// Functions of numbers that rules use and JavaScript lacks, or has with other values at the edges than IEEE's pow.

const ROOT_PI = Math.sqrt(Math.PI)
const SERIES_END = 1
const ERFC_VANISHES = 27.3
const FRACTION_DEPTH = 200
const SIXTEENTHS = 16

/**
 * 2/√π ∫₀ˣ exp(−t²) dt, to nearly all digits.
 * @param {number} x
 * @returns {number}
 */
export function erf(x) {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) < SERIES_END) return smallErf(x)
  return x < 0 ? erfc(-x) - 1 : 1 - erfc(x)
}

/**
 * 1 − erf(x), also where erf(x) is so near 1 that the difference would have no digits.
 * @param {number} x
 * @returns {number}
 */
export function erfc(x) {
  if (Number.isNaN(x)) return x
  if (x < -SERIES_END) return 2 - erfc(-x)
  if (x < SERIES_END / 2) return 1 - smallErf(x)
  if (x > ERFC_VANISHES) return 0
  return x < SERIES_END ? 1 - smallErf(x) : bell(x) / (ROOT_PI * fraction(x))
}

/**
 * The series 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5⋯(2n + 1)) (DLMF 7.6.2); its terms have one sign.
 * @param {number} x
 */
function smallErf(x) {
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * Number.EPSILON * 0.1; odd += 2) {
    term *= (2 * x * x) / odd
    sum += term
  }
  return ((2 * sum) / ROOT_PI) * bell(x)
}

/**
 * exp(−x²), with x² split so that its rounding error does not count |x| times.
 * @param {number} x
 */
function bell(x) {
  const near = Math.round(x * SIXTEENTHS) / SIXTEENTHS
  return Math.exp(-near * near) * Math.exp((near - x) * (near + x))
}

/**
 * The continued fraction x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …))) (DLMF 7.9.1), from its far end.
 * @param {number} x
 */
function fraction(x) {
  let rest = x
  for (let k = FRACTION_DEPTH; k > 0; k--) rest = x + k / 2 / rest
  return rest
}

/**
 * a to the power b, where 1 to any power and −1 to an infinite one are 1.
 * @param {number} a
 * @param {number} b
 */
export function power(a, b) {
  if (a === 1 || (a === -1 && (b === Infinity || b === -Infinity))) return 1
  return a ** b
}

/**
 * The remainder of a divided by b, with the sign of b.
 * @param {number} a
 * @param {number} b
 */
export function mod(a, b) {
  const rest = a % b
  if (rest === 0) return b < 0 ? -0 : 0
  return rest < 0 !== b < 0 ? rest + b : rest
}

/**
 * How many whole times b goes into a, rounded down.
 * @param {number} a
 * @param {number} b
 */
export function floorDivide(a, b) {
  if (b === 0) return a / b
  const rest = a % b
  const whole = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0)
  return whole === 0 ? 0 * (a / b) : Math.round(whole)
}

/**
 * The nearest whole number; halves go to the even one.
 * @param {number} x
 */
export function rint(x) {
  return Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)
}
