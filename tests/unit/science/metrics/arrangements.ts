/** Feature arrangements with known answers, rows of unit vectors; and seeded random matrices. */
import { normalOfWord } from '../../../../src/science/random/normal'
import { streamWords } from '../../../../src/science/random/stream-words'

export const polygon = (k: number, step = 1): number[][] =>
  Array.from({ length: k }, (_, i) => [Math.cos(2 * Math.PI * i * step / k), Math.sin(2 * Math.PI * i * step / k)])

const third = 1 / Math.sqrt(3)
export const tetrahedron = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]].map((row) => row.map((x) => x * third))

const poles = [[0, 0, 1], [0, 0, -1]]
export const triangularBipyramid = [...polygon(3).map((row) => [...row, 0]), ...poles]
export const pentagonalBipyramid = [...polygon(5).map((row) => [...row, 0]), ...poles]

/** Two squares, one turned by 45°, at polar angle θ from the axis; cos²θ = ⅓ makes the frame tight. */
export const squareAntiprism = (theta: number): number[][] => [0, 1].flatMap((side) =>
  Array.from({ length: 4 }, (_, k) => {
    const turn = (k + side / 2) * Math.PI / 2
    return [Math.sin(theta) * Math.cos(turn), Math.sin(theta) * Math.sin(turn), (side === 0 ? 1 : -1) * Math.cos(theta)]
  }))

export const randomMatrix = (rows: number, columns: number, seed: number): Float64Array =>
  Float64Array.from(streamWords(seed, 999, rows * columns), normalOfWord)

/** Rows times a random rotation, by Givens rotations of every pair of columns. */
export function rotated(matrix: Float64Array, columns: number, seed: number): Float64Array {
  const out = matrix.slice()
  const words = streamWords(seed, 998, columns * columns)
  for (let p = 0; p < columns; p++) {
    for (let q = p + 1; q < columns; q++) {
      const angle = words[p * columns + q] / 2 ** 32 * 2 * Math.PI, c = Math.cos(angle), s = Math.sin(angle)
      for (let row = 0; row < out.length; row += columns) {
        const x = out[row + p], y = out[row + q]
        out[row + p] = c * x - s * y
        out[row + q] = s * x + c * y
      }
    }
  }
  return out
}
