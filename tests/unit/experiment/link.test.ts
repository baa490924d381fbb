import { deflateSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { decodeBase64Url, encodeBase64Url } from '../../../src/experiment/base64url'
import { canonicalJson } from '../../../src/experiment/canonical'
import { experimentId, runId } from '../../../src/experiment/identity'
import { inflateCapped } from '../../../src/experiment/inflate-capped'
import { maxLinkCharacters } from '../../../src/experiment/limits'
import { decodeLink, encodeLink } from '../../../src/experiment/link'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'
import { describeProblem } from '../../../src/experiment/problem'
import { goldenLinks } from './golden-links'
import { goldenPresetLinks } from './golden-preset-links'

const bytes = (text: string) => new TextEncoder().encode(text)
const problemsOf = (link: string): string[] => {
  const decoded = decodeLink(link)
  return decoded.ok ? [] : decoded.error.map(describeProblem)
}
const linkOf = (draft: unknown): string => {
  const parsed = parseExperiment(draft)
  if (!parsed.ok) throw new Error(parsed.error.map(describeProblem).join())
  return encodeLink(parsed.value)
}
/** A link that carries any text, with any digest. */
const forged = (text: string, digest = '0123456789ab') => `#1.${encodeBase64Url(deflateSync(bytes(text)))}.${digest}`
const link = linkOf({ title: 'a title to give it some length', task: { kind: 'recall', featureCount: 77 }, seeds: { count: 4 } })

describe('golden links', () => {
  it.each(goldenLinks)('$link opens as the experiment it was made from', (golden) => {
    const decoded = decodeLink(golden.link)
    expect(decoded.ok && decoded.value.experiment).toEqual(parsedDraft(golden.draft))
    const plan = planSweep(parsedDraft(golden.draft))
    expect([plan.experimentId, plan.runs.length, plan.runs[0].id]).toEqual([golden.experimentId, golden.runs, golden.firstRunId])
    expect(linkOf(golden.draft)).toBe(golden.link)
  })

  it.each(goldenPresetLinks)('to %s, %s, open with their view and receipt', (_, form, id, runs, first, last, golden) => {
    const decoded = decodeLink(golden)
    if (!decoded.ok) throw new Error(decoded.error.map(describeProblem).join())
    const { experiment, view, receipt } = decoded.value
    const plan = planSweep(experiment)
    expect([plan.experimentId, plan.runs.length, plan.runs[0].id, plan.runs.at(-1)!.id, view]).toEqual([id, runs, first, last, 'section=verdict'])
    expect(receipt?.environments).toEqual(form === 'full'
      ? [{ engine: 'cpu', engineVersion: '2', adapter: 'WebAssembly SIMD, one thread' }]
      : [{ engine: 'webgpu', engineVersion: '2', adapter: 'NVIDIA H200', platform: 'Chromium 156' }])
    expect(receipt?.sample.at(-1)).toEqual({ index: runs - 1, environment: 0, start: last.slice(0, 8), end: last.slice(8), loss: 0.12345, count: runs - 1 })
  })

  function parsedDraft(draft: unknown) {
    const parsed = parseExperiment(draft)
    if (!parsed.ok) throw new Error(parsed.error.map(describeProblem).join())
    return parsed.value
  }
})

describe('identity', () => {
  const experimentOf = (draft: unknown) => {
    const parsed = parseExperiment(draft)
    if (!parsed.ok) throw new Error(parsed.error.map(describeProblem).join())
    return parsed.value
  }
  const base = { task: { kind: 'absolute-value' } }

  it('is the same for a default spelled out and a default left out', () => {
    expect(experimentId(experimentOf({ ...base, training: { steps: 3000, epsilon: 1e-8 } }))).toBe(experimentId(experimentOf(base)))
  })

  it('belongs to a run, whatever sweep it stands in', () => {
    const alone = planSweep(experimentOf({ ...base, title: 'alone', seeds: { init: 3, data: 3, count: 1 } })).runs[0]
    const amid = planSweep(experimentOf({ ...base, training: { learningRate: [0.02, 0.01] }, task: { kind: 'absolute-value', sparsity: [0.5, 0.98] } }))
    expect(amid.runs.filter(({ id }) => id === alone.id).map(({ spec }) => spec)).toEqual([alone.spec])
  })

  it('changes with every field of a run', () => {
    const [{ spec, id }] = planSweep(experimentOf(base)).runs
    const changed = (value: unknown): unknown[] =>
      typeof value === 'number' ? [value + 1] : typeof value === 'boolean' ? [!value] : typeof value === 'string' ? [`${value}!`]
        : Object.entries(value as object).flatMap(([key, member]) => changed(member).map((other) => ({ ...(value as object), [key]: other })))
    const others = changed(spec).map((other) => runId(other as typeof spec))
    expect(others.length).toBeGreaterThan(20)
    expect(new Set([...others, id]).size).toBe(others.length + 1)
  })
})

describe('a link', () => {
  it('opens from a whole address, from its fragment, with or without #', () => {
    const opened = decodeLink(link)
    expect(opened.ok).toBe(true)
    expect(decodeLink(link.slice(1))).toEqual(opened)
    expect(decodeLink(`https://example.org/lab/?x=1${link}`)).toEqual(opened)
    expect(decodeLink(` ${link}\n`)).toEqual(opened)
  })

  it.each<readonly [string, (text: string) => string]>([
    ['! escaped', (text) => text.replaceAll('!', '%21')], ['~ and = escaped', (text) => text.replaceAll('~', '%7E').replaceAll('=', '%3D')],
    ['all but letters escaped, in lower case', (text) => text.replace(/[^A-Za-z0-9]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)],
    ['at the end of a sentence', (text) => `${text}.`], ['in brackets', (text) => `(${text}),`], ['between < and >', (text) => `<${text}>`], ['as an address between < and >', (text) => `<https://example.org/lab/${text}>`],
    ['in quotes that a shell left', (text) => `'${text}'`], ['in double quotes', (text) => `"${text}"`], ['in typographic quotes', (text) => `“${text}”,`], ['in a French sentence', (text) => `« ${text} » !`],
    ['as code in Markdown', (text) => `\`${text}\``], ['asked about', (text) => `${text}?!`], ['cut by an ellipsis that cuts nothing', (text) => `${text}…`],
    ['on two lines', (text) => `${text.slice(0, 70)}\n${text.slice(70)}`], ['on two lines of Windows', (text) => `${text.slice(0, 70)}\r\n${text.slice(70)}`],
    ['broken by a soft line break, escaped', (text) => `${text.slice(0, 70)}%0A${text.slice(70)}`], ['broken by quoted-printable', (text) => `${text.slice(0, 70)}=\r\n${text.slice(70)}`],
    ['in an answer to a mail', (text) => `${text.slice(0, 70)}\n> ${text.slice(70)}`], ['with a soft hyphen', (text) => `${text.slice(0, 70)}\u00AD${text.slice(70)}`], ['behind a byte order mark', (text) => `\uFEFF${text}`],
    ['with zero-width spaces, escaped', (text) => `${text.slice(0, 70)}%E2%80%8B${text.slice(70)}`],
  ])('opens as it was written when it arrives %s', (_, arrives) => {
    const golden = goldenPresetLinks[0].at(-1) as string // with view and receipt
    for (const text of [golden, link, golden.replace(/!.*/, '')]) expect(decodeLink(arrives(text))).toEqual(decodeLink(text))
    expect(decodeLink(golden)).toMatchObject({ ok: true, value: { view: 'section=verdict', receipt: {} } })
  })

  it('that was escaped twice, or whose escapes are broken, is refused', () => {
    expect(problemsOf(link.replace('#1.', '#1%252E'))).toHaveLength(1)
    expect(problemsOf(link.replace('#1.', '#1%2'))).toHaveLength(1)
  })

  it('carries a view that is no part of the experiment', () => {
    const parsed = parseExperiment({ task: { kind: 'recall' } })
    if (!parsed.ok) throw new Error('no experiment')
    const viewed = encodeLink(parsed.value, 'tab=law')
    expect(viewed).toBe(`${encodeLink(parsed.value)}~tab=law`)
    expect(decodeLink(viewed)).toEqual({ ok: true, value: { experiment: parsed.value, view: 'tab=law', receipt: null } })
    expect(() => encodeLink(parsed.value, '<b>')).toThrow('not a link')
    expect(() => encodeLink(parsed.value, 'tab=law.')).toThrow('not a link')
  })

  it('says that it was truncated or edited, wherever it was cut', () => {
    for (let length = 2; length < link.length; length++) {
      expect(problemsOf(link.slice(0, length)), link.slice(0, length)).toHaveLength(1)
      expect(problemsOf(link.slice(0, length))[0]).toMatch(/^link: .*(truncated|edited)/)
    }
  })

  it('never opens as another experiment, whichever character was changed', () => {
    const opened = decodeLink(link)
    let refused = 0
    for (let at = 1; at < link.length; at++) {
      for (const other of ['a', 'b', '-', '.', '~', '%', ' '].filter((character) => character !== link[at])) {
        const decoded = decodeLink(link.slice(0, at) + other + link.slice(at + 1))
        if (!decoded.ok) refused += 1
        else expect(decoded).toEqual(opened) // a few bits of a deflated stream say nothing
      }
    }
    expect(refused).toBeGreaterThan(6 * (link.length - 10))
  })

  it('says that it was made by a newer version', () => {
    expect(problemsOf(link.replace('#1.', '#2.'))).toEqual([
      'link: received version 2, allowed is version 1 (the link was made by a newer version of the lab: reload the page or update)',
    ])
    expect(problemsOf(link.replace('#1.', '#0.'))[0]).toContain('received version 0')
    expect(problemsOf(link.replace('#1.', '#01.'))).toHaveLength(1)
  })

  it('says what is wrong with the experiment in it, all at once', () => {
    const problems = problemsOf(forged('{"task":{"kind":"recall","featureCount":1},"seeds":{"count":0},"x":1}'))
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['task.featureCount', 'seeds.count', 'x'])
  })

  it('with a digest of something else is refused', () => {
    expect(problemsOf(forged('{"task":{"kind":"recall"}}'))[0]).toContain('the link was edited')
    expect(problemsOf(forged('{"task":{"kind":"recall"}}', '4ce3864b42f3'))).toEqual([]) // the digest of the golden link
  })

  it('that holds no JSON, twice the same name, or bytes that are no text is refused', () => {
    for (const text of ['', '{', 'x'.repeat(100), '{"task":{"kind":"recall"},"task":{"kind":"recall"}}', '\ufeff{"task":{"kind":"recall"}}']) {
      expect(problemsOf(forged(text, '4ce3864b42f3'))).toEqual(['link: received something else, allowed is an experiment as JSON (the link was truncated or edited)'])
    }
    const invalid = `#1.${encodeBase64Url(deflateSync(Uint8Array.of(0x7b, 0xff, 0x7d)))}.4ce3864b42f3`
    expect(problemsOf(invalid)).toHaveLength(1)
  })

  it('is looked at no further when it is too long, or when it inflates to too much', () => {
    expect(problemsOf(`#1.${'A'.repeat(maxLinkCharacters)}.0123456789ab`)[0]).toContain(`at most ${maxLinkCharacters} characters`)
    const bomb = forged(' '.repeat(5_000_000))
    expect(bomb.length).toBeLessThan(maxLinkCharacters)
    expect(problemsOf(bomb)).toEqual(['link: received more, allowed is at most 65536 bytes of experiment'])
  })

  it.each(['', '#', '#1', 'hello', '#1..', '#1.%%%.0123456789ab', '#-1.q.0123456789ab', '#1.A.0123456789ab', `${'#'.repeat(99)}`, '#1.q1Y.0123456789AB'])('is not %j', (text) => {
    expect(problemsOf(text)).toHaveLength(1)
  })
})

describe('inflating', () => {
  it('returns what was deflated, up to the cap', () => {
    for (const length of [0, 1, 63, 64, 65, 1000, 65_536]) {
      const text = Array.from({ length }, (_, index) => String.fromCharCode(97 + ((index * index) % 26))).join('')
      expect(inflateCapped(deflateSync(bytes(text)), 65_536)).toEqual(bytes(text))
    }
    expect(inflateCapped(deflateSync(new Uint8Array(65_537)), 65_536)).toBe('too-large')
  })

  it('reads no further than the cap takes, however much follows', () => {
    let read = 0
    class Watched extends Uint8Array {
      override subarray(from: number, to: number): Uint8Array<ArrayBuffer> {
        read = Math.max(read, to)
        return Uint8Array.from(this.slice(from, to))
      }
    }
    const bomb = deflateSync(new Uint8Array(5_000_000)) // a byte of it inflates to a thousand
    expect(inflateCapped(Watched.from(bomb), 65_536)).toBe('too-large')
    expect(bomb.length).toBeGreaterThan(4000)
    expect(read).toBeLessThanOrEqual(192) // three slices
  })

  it('tells a stream that breaks off or makes no sense', () => {
    const whole = deflateSync(bytes(canonicalJson(Array.from({ length: 300 }, (_, index) => index))))
    for (const length of [0, 1, 10, whole.length - 1]) expect(inflateCapped(whole.subarray(0, length), 65_536)).toBe('broken')
    expect(inflateCapped(Uint8Array.of(0xff, 0xff, 0xff), 65_536)).toBe('broken')
  })
})

describe('base64url', () => {
  it('agrees with RFC 4648 on its test vectors', () => {
    const vectors = { '': '', f: 'Zg', fo: 'Zm8', foo: 'Zm9v', foob: 'Zm9vYg', fooba: 'Zm9vYmE', foobar: 'Zm9vYmFy' }
    for (const [text, encoded] of Object.entries(vectors)) {
      expect(encodeBase64Url(bytes(text))).toBe(encoded)
      expect(decodeBase64Url(encoded)).toEqual(bytes(text))
    }
    expect(encodeBase64Url(Uint8Array.of(0xfb, 0xff))).toBe('-_8')
  })

  it('takes one spelling only', () => {
    expect(decodeBase64Url('Zh')).toBeNull() // 'Zg' with a stray bit
    expect(decodeBase64Url('Z')).toBeNull()
  })
})
