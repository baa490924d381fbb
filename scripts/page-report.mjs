// docs/page.md: what the page costs its reader, one section per script that measures.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { root } from './install.mjs'

const path = `${root}docs/page.md`
const head = '# What the page costs\n\nMade by `npm run page-speed` and `npm run page-memory`; each writes its own section.\n'

export const machine = () => `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`

/** Replaces one section. @param lines Markdown */
export function writeSection(title, lines) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : head
  const sections = new Map(text.split(/^## /m).slice(1).map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n') + 1).trim()]))
  sections.set(title, lines.join('\n').trim())
  writeFileSync(path, `${head}\n${[...sections].sort().map(([name, body]) => `## ${name}\n${body}\n`).join('\n')}`)
  console.log(`docs/page.md: ${title}`)
}
