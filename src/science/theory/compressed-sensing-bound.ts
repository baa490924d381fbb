/**
 * The bound the note builds on, with its sign put right. Elhage et al. 2022 (Related Work and appendix): m =
 * Ω(−n(1−S) log(1−S)), a *lower bound on m*. With p = 1 − S it reads n/m ≤ C/(−p ln p): an upper bound on the
 * degree of superposition, with an unspecified constant C, for recovery of every pn-sparse vector. The note
 * writes 1/((1−S) log(1−S)), which is negative, and reads it as an equation.
 *
 * It says nothing near the dense end: 1/(−p ln p) is least at p = 1/e (where it is e) and grows again towards
 * p = 1, where superposition certainly does not. Hence the domain 0 < p ≤ 0.3.
 */
import { boundDomainEnd } from '../criteria'

/** −p ln p, nats; natural logarithm throughout (base 2 would divide the bound by 1.4427). p in (0, 1). */
export const sparsityEntropy = (p: number): number => -p * Math.log(p)

/** C/(−p ln p), the largest n/m the bound allows; null outside its domain 0 < p ≤ 0.3. */
export function degreeBound(p: number, constant = 1): number | null {
  return p > 0 && p <= boundDomainEnd ? constant / sparsityEntropy(p) : null
}

/**
 * C_obs = (n/m)_obs·(−p ln p): the constant a measured degree would need if the bound were an equality. The
 * bound binds only if C_obs is the same over shapes at equal p and over p at equal shape; null outside the domain.
 */
export function observedConstant(degreeOfSuperposition: number, p: number): number | null {
  return p > 0 && p <= boundDomainEnd ? degreeOfSuperposition * sparsityEntropy(p) : null
}
