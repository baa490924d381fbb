/**
 * docs/decisions/README.md: one line per decision, grouped by room, made from the files themselves.
 *   node scripts/decisions.mjs           writes the index
 *   node scripts/decisions.mjs --check   fails when the committed index is not what the files give
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../docs/decisions/', import.meta.url))
const rooms = {
  science: 'Science', experiment: 'Experiment', protocol: 'Protocol', engine: 'Engine', runner: 'Runner', report: 'Report',
  page: 'Page', cli: 'Command line', tools: 'Tools and tests',
}
const decisions = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name)).sort().map((name) => {
  const text = readFileSync(folder + name, 'utf8')
  const title = /^# (.+)$/m.exec(text)?.[1]
  const room = /^Date: \d{4}-\d\d-\d\d\. Room: (\w+)\.$/m.exec(text)?.[1]
  if (title === undefined || room === undefined || !(room in rooms)) {
    throw new Error(`docs/decisions/${name}: a decision begins "# Title" and has a line "Date: 2026-11-28. Room: ${Object.keys(rooms).join(' | ')}."`)
  }
  return { name, title, room }
})
const numbers = decisions.map(({ name }) => name.slice(0, 4))
const twice = numbers.find((number, place) => numbers.indexOf(number) !== place)
if (twice !== undefined) throw new Error(`docs/decisions: number ${twice} stands twice`)

const index = [
  '# Decisions', '',
  'Made by `node scripts/decisions.mjs`: do not edit. One file each: the choice, why it was made, what was tried and lost.',
  ...Object.entries(rooms).flatMap(([room, heading]) => {
    const own = decisions.filter((decision) => decision.room === room)
    return own.length === 0 ? [] : ['', `## ${heading}`, '', ...own.map(({ name, title }) => `- [${name.slice(0, 4)}](${name}) ${title}`)]
  }), '',
].join('\n')
if (!process.argv.includes('--check')) writeFileSync(`${folder}README.md`, index)
else if (readFileSync(`${folder}README.md`, 'utf8') !== index) {
  console.error('docs/decisions/README.md is stale: run node scripts/decisions.mjs')
  process.exitCode = 1
}
