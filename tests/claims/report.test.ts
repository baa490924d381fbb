/** The committed report is what the generator writes, and each of its links gives the preset that stands beside it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reportText, type ReportSection } from '../../src/cli/claims-report'
import { findingsText } from '../../src/cli/findings-text'
import type { LawFinding } from '../../src/cli/law-finding'
import { findExperiment } from '../../src/cli/find-experiment'
import { claimText } from '../../src/report/claims/claim-texts'
import { claimIds, claimOf, claimsAbout } from '../../src/science/claims/registry'
import { controlPresets } from '../../src/science/conclusions/controls'
import recordedControls from '../../src/science/conclusions/recorded-controls.json'
import { catalogue } from '../../experiments/index'
import { experimentId } from '../../src/experiment/identity'
import { decodeLink } from '../../src/experiment/link'

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const sections = JSON.parse(file('docs/claims.json')) as ReportSection[]

/** The experiment that a preset is in this form, with this many seeds. */
function experimentOf(preset: string, form: string, seeds: number) {
  const found = findExperiment({ experiment: preset, preview: form === 'preview', seeds })
  if (!found.ok) throw new Error(`${preset}: ${JSON.stringify(found.error)}`)
  return found.value
}
function linked(link: string) {
  const decoded = decodeLink(link)
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error))
  return decoded.value.experiment
}

describe('the committed report', () => {
  it('is generated: the text is what its findings give, to the byte', () => {
    expect(file('docs/claims.md')).toBe(reportText(sections))
  })

  it.each(sections)('$preset, $form: the link decodes to that preset in that form', ({ preset, form, seeds, link, runs }) => {
    const expected = experimentOf(preset, form, seeds)
    expect(experimentId(linked(link))).toBe(experimentId(expected))
    expect(linked(link)).toEqual(expected)
    expect(runs.finished + runs.diverged).toBe(runs.planned)
    expect(file('docs/claims.md')).toContain(`\n${link}\n`)
  })

  it.each(sections)('$preset, $form: judges every claim about it, in today’s text', ({ preset, claims: judged }) => {
    expect(judged.map(({ id, says, source, expected }) => ({ id, says, source, expected })))
      .toEqual(claimsAbout(preset).map((id) => { const { says, source, expected } = claimText(id); return { id, says, source, expected } }))
  })
})

describe('the committed findings of the law tests', () => {
  const findings = JSON.parse(file('docs/findings.json')) as LawFinding[]

  it('are generated: the text is what the numbers give, to the byte', () => {
    expect(file('docs/findings.md')).toBe(findingsText(findings))
  })

  it.each(findings)('$preset: the link decodes to that preset in that form, and the numbers are those of the claims report', ({ preset, form, seeds, link, command, date, exponents }) => {
    expect(linked(link)).toEqual(experimentOf(preset, form, seeds))
    expect(file('docs/findings.md')).toContain(`\n${link}\n`)
    const section = sections.find((other) => other.preset === preset && other.form === form)!
    expect({ command, date, link }).toEqual({ command: section.command, date: section.date, link: section.link })
    const recorded = recordedControls.find((control) => control.preset === preset && control.form === form)
    if (recorded) expect(exponents[0].estimate).toEqual(recorded.s)
  })

  it('hold both controls and the task in which both bind, each with an interval of s', () => {
    for (const id of [...controlPresets, 'both-bind']) expect(findings.find(({ preset }) => preset === id)!.exponents[0].estimate.interval).not.toBeNull()
  })
})

describe('the recorded controls', () => {
  it.each(recordedControls)('$preset: comes from the sweep that the report shows', ({ preset, form, date, command, link, s, cells }) => {
    const section = sections.find((other) => other.preset === preset && other.form === form)!
    expect({ date, command, link }).toEqual({ date: section.date, command: section.command, link: section.link })
    expect(s.interval.low).toBeLessThan(s.value)
    expect(s.interval.high).toBeGreaterThan(s.value)
    expect(cells).toBeGreaterThanOrEqual(5)
  })

  it('are both there', () => {
    expect(recordedControls.map(({ preset }) => preset)).toEqual(controlPresets)
  })
})

it('every claim is about a preset of the catalogue', () => {
  const known = catalogue.map(({ id }) => id)
  expect(claimIds.filter((id) => !known.includes(claimOf(id).preset))).toEqual([])
})
