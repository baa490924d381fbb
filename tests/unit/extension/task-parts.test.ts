/** An addition that is done in part does not compile: the review's y = x², which trained the identity, could not be made today. */
import { describe, expect, it } from 'vitest'
import { overlayCompiler, sourceOf } from './overlay-compiler'
import { squareTask, type Part } from './square-task'

const files = [...new Set(squareTask.map(({ file }) => file))]
const compiler = overlayCompiler()

/** The sources with these parts, by file. */
function laidOver(parts: readonly Part[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const { file, after, lines } of parts) {
    const text = texts.get(file) ?? (after === null ? '' : sourceOf(file))
    texts.set(file, after === null ? `${text}${lines}\n` : inserted(text, after, lines))
  }
  return texts
}

/** `lines` below the place where `after` stands, within its line; at the line's end where it is a whole one. */
function inserted(text: string, after: string, lines: string): string {
  const at = text.indexOf(after)
  // A part that hung on one that is left out goes with it.
  return at < 0 ? text : `${text.slice(0, at + after.length)}\n${lines}${text.slice(at + after.length)}`
}

describe('a further task', () => {
  it('compiles when all its parts are there, each at the place that the guide names', () => {
    for (const { after, file } of squareTask) {
      if (after === null || squareTask.some(({ lines }) => lines === after)) continue
      expect(sourceOf(file).split(after).length, `${file}: ${after}`).toBe(2)
    }
    expect([...compiler.check(laidOver(squareTask), files)]).toEqual([])
  })

  it.each(squareTask.flatMap((part) => (part.name === null ? [] : [[part.name, part] as const])))('does not compile without %s', (_, missing) => {
    const errors = compiler.check(laidOver(squareTask.filter((part) => part !== missing)), files)
    expect(errors.next().value).toEqual(expect.any(String))
  })
})
