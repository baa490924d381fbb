/**
 * exp, ln, cos and xʸ from + − × ÷ and the bits of a double only. ECMAScript leaves Math.exp, log, cos and pow
 * "implementation-approximated"; the four operations and √ are IEEE 754 exact, so what is computed with these
 * functions has the same bits in every browser. Used wherever a number enters the definition of a run (initial
 * parameters, schedule, importance) and in the float64 losses. Error below 1 ulp, 2 ulp for xʸ with |y ln x| ≤ 100
 * (tests/unit/science/portable-math.test.ts). Series: Taylor, after the usual argument reductions.
 */

const bits = new DataView(new ArrayBuffer(8))

/** 2ᵏ for −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  bits.setUint32(4, 0, true)
  bits.setUint32(0, 0, true)
  bits.setInt32(4, (k + 1023) << 20, true)
  return bits.getFloat64(0, true)
}

// ln 2 and π/2 in parts: the leading parts have so many trailing zero bits that k·part is exact.
const LN2_HIGH = 0.6931471805598903 // 42 bits
const LN2_LOW = 5.497923018708371e-14
const HALF_PI_HIGH = 1.5707963267341256 // 33 bits
const HALF_PI_MIDDLE = 6.077100506303966e-11 // 33 bits
const HALF_PI_LOW = 2.0222662487959506e-21

/** 1/k! for k = 0 … 19. */
const inverseFactorial: number[] = [1]
for (let k = 1, factorial = 1; k < 20; k++) {
  factorial *= k // exact up to 18!, one rounding after
  inverseFactorial.push(1 / factorial)
}

/** e^(x + tail), |tail| ≪ |x|. x + tail = k ln 2 + r, |r| ≤ ½ ln 2. */
function exponentialOfSum(x: number, tail: number): number {
  if (x !== x) return NaN
  if (x > 709.8) return Infinity
  if (x < -745.2) return 0
  const k = Math.round(x / LN2_HIGH)
  const high = x - k * LN2_HIGH // exact
  const low = k * LN2_LOW - tail
  const r = high - low
  const correction = high - r - low
  let series = inverseFactorial[13]
  for (let j = 12; j >= 2; j--) series = series * r + inverseFactorial[j]
  const result = 1 + (r + (series * r * r + correction)) // in (0.7, 1.42)
  if (k > 1000) return result * powerOfTwo(1000) * powerOfTwo(k - 1000)
  if (k < -1000) return result * powerOfTwo(k + 200) * powerOfTwo(-200) // the first product is exact: one rounding
  return result * powerOfTwo(k)
}

/** eˣ. */
export function exponential(x: number): number {
  return exponentialOfSum(x, 0)
}

/** The last reduction x = 2ᵏ·(1 + f), 1 + f in [√½, √2). */
const reduced = { k: 0, f: 0 }
function reduceLogarithm(x: number): void {
  let k = 0
  if (x < 2.2250738585072014e-308) { // subnormal
    x *= powerOfTwo(54)
    k = -54
  }
  bits.setFloat64(0, x, true)
  const top = bits.getUint32(4, true)
  k += (top >>> 20) - 1023
  bits.setUint32(4, (top & 0xfffff) | 0x3ff00000, true)
  let significand = bits.getFloat64(0, true)
  if (significand >= 1.4142135623730951) {
    significand *= 0.5
    k += 1
  }
  reduced.k = k
  reduced.f = significand - 1 // exact
}

/** Σ_{j=1}^{11} 2/(2j + 1)·zʲ: what ln(1 + f) = 2 artanh s, s = f/(2 + f), z = s², has beyond 2s, divided by s. */
function logarithmSeries(z: number): number {
  let series = 0
  for (let j = 11; j >= 1; j--) series = (series + 2 / (2 * j + 1)) * z
  return series
}

/** ln x; −∞ at 0, NaN below. With s·f = f²/2 − s·f²/2, ln(1 + f) = f − (f²/2 − s(f²/2 + series)): little cancels. */
export function naturalLog(x: number): number {
  if (!(x >= 0)) return NaN
  if (x === 0) return -Infinity
  if (x === Infinity) return Infinity
  reduceLogarithm(x)
  const { k, f } = reduced
  const s = f / (2 + f)
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + logarithmSeries(s * s)) + k * LN2_LOW) - f)
}

/** cos x for |x| ≤ 10⁶. x = k·π/2 + r, |r| ≤ π/4. */
export function cosine(x: number): number {
  const k = Math.round(x / HALF_PI_HIGH)
  const high = x - k * HALF_PI_HIGH - k * HALF_PI_MIDDLE
  const low = k * HALF_PI_LOW
  const r = high - low
  const correction = high - r - low
  const z = r * r
  const quarter = k & 3
  let series = 0
  let magnitude: number
  if ((quarter & 1) === 0) { // cos(r + c) = 1 − r²/2 + r⁴(…) − r·c
    for (let j = 18; j >= 4; j -= 2) series = inverseFactorial[j] - series * z
    const half = 0.5 * z
    const leading = 1 - half
    magnitude = leading + (1 - leading - half + (series * z * z - r * correction))
  } else { // sin(r + c) = r − r³/6 + … + c
    for (let j = 19; j >= 3; j -= 2) series = inverseFactorial[j] - series * z
    magnitude = r + (correction - series * z * r)
  }
  return quarter === 0 || quarter === 3 ? magnitude : -magnitude
}

/** a·b as a rounded product and its exact error (Dekker). */
function productError(a: number, b: number, product: number): number {
  const aSplit = 134217729 * a, aHigh = aSplit - (aSplit - a), aLow = a - aHigh
  const bSplit = 134217729 * b, bHigh = bSplit - (bSplit - b), bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

/** xʸ for x ≥ 0 as e^(y ln x), with ln x carried in two doubles so that a large exponent does not magnify its rounding. */
export function power(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (x === 0) return y > 0 ? 0 : Infinity
  if (!(x > 0) || x === Infinity) return x === Infinity ? (y > 0 ? Infinity : 0) : NaN
  reduceLogarithm(x)
  const { k, f } = reduced
  // 2s = 2f/(2 + f) in two doubles: quotient and the rest of the division
  const denominator = 2 + f
  const denominatorLow = 2 - denominator + f
  const twoS = (2 * f) / denominator
  const product = twoS * denominator
  const twoSLow = (2 * f - product - productError(twoS, denominator, product) - twoS * denominatorLow) / denominator
  const s = 0.5 * twoS
  const rest = s * logarithmSeries(s * s) + twoSLow + k * LN2_LOW
  // k ln 2 + 2s + rest, the large parts first; each error is kept
  const large = k * LN2_HIGH
  const sum = large + twoS
  const part = sum - large
  const sumError = large - (sum - part) + (twoS - part)
  const logarithm = sum + (sumError + rest)
  const logarithmLow = sum - logarithm + (sumError + rest)
  const exponent = y * logarithm
  if (!(exponent < 710)) return Infinity
  if (exponent < -746) return 0
  return exponentialOfSum(exponent, productError(y, logarithm, exponent) + y * logarithmLow)
}
