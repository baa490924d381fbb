/** What the lab ships may be shipped: every package permissive, listed, and without a grave vulnerability that is known. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeAudit } from '../../../scripts/audit'
import { licencesFile, licencesText, noticesFile, noticesText, shippedPackages } from '../../../scripts/licences'

describe('the licences of what is shipped', () => {
  it('are all permissive, and each package is installed', () => {
    const packages = shippedPackages()
    expect(packages.length).toBeGreaterThan(15)
    expect(packages.filter(({ problem }) => problem !== null)).toEqual([])
  })

  it('stand in docs/licences.md, and their texts with the page, as npm run licences writes them', () => {
    expect(readFileSync(licencesFile, 'utf8')).toBe(licencesText())
    expect(readFileSync(noticesFile, 'utf8')).toBe(noticesText())
    for (const { name, version } of shippedPackages()) expect(noticesText()).toContain(`${name} ${version}`)
  })

  it.each([
    ['GPL-3.0-only', 'GPL-3.0-only is not among'], ['MIT AND LGPL-2.1', 'LGPL-2.1 is not among'], ['SEE LICENSE IN x', 'is not among'],
    [undefined, 'it names no licence'], ['(MIT OR GPL-2.0)', null], ['Apache-2.0 AND MIT', null],
  ])('a package under %s: %s', (licence, problem) => {
    const [found] = shippedPackages({ packages: { '': {}, 'node_modules/a/node_modules/b': { version: '1.0.0' }, 'node_modules/tool': { dev: true } } }, () => ({ licence, texts: [] }))
    expect(found.name).toBe('b')
    expect(found.problem)[problem === null ? 'toBeNull' : 'toContain'](problem!)
  })
})

describe('the audit of dependencies', () => {
  const report = (severity: string): string => JSON.stringify({
    vulnerabilities: { a: { name: 'a', severity, range: '<2', via: [{ title: 'prototype pollution' }, 'b'] } }, metadata: { vulnerabilities: { total: 1 } },
  })
  it('fails on what is high or critical, and names it', () => {
    expect(judgeAudit(report('high'))).toEqual({ kind: 'found', messages: ['high: a <2 (prototype pollution; by b)'] })
    expect(judgeAudit(report('critical')).kind).toBe('found')
    expect(judgeAudit(report('moderate')).kind).toBe('clean')
    expect(judgeAudit(JSON.stringify({ vulnerabilities: {}, metadata: { vulnerabilities: { total: 0 } } })).kind).toBe('clean')
  })

  it('says so where the registry could not be asked, and takes no other answer for a clean one', () => {
    for (const answer of ['', 'npm error network', '{}', '{"message":"405 Method Not Allowed"}', '{"vulnerabilities":{}}', 'null']) {
      expect(judgeAudit(answer)).toMatchObject({ kind: 'unanswered', messages: [expect.stringContaining('could not be asked')] })
    }
  })
})
