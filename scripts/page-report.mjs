// docs/page.md: what the page costs its reader, one section per measurement; README.md says each in a line.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { root } from './install.mjs'

const path = `${root}docs/page.md`
const head = '# What the page costs\n\nMade by `npm run page-speed` and `npm run page-memory`; each writes its own section.\n'

export const machine = () => `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`

/** Replaces one section. @param lines Markdown  @param summary the same in one line, for the README */
export function writeSection(title, lines, summary) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : head
  const sections = new Map(text.split(/^## /m).slice(1).map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n') + 1).trim()]))
  sections.set(title, lines.join('\n').trim())
  writeFileSync(path, `${head}\n${[...sections].sort().map(([name, body]) => `## ${name}\n${body}\n`).join('\n')}`)
  const listed = /(<!-- page: begin -->\n)([^]*?)(<!-- page: end -->)/
  const readme = readFileSync(`${root}README.md`, 'utf8')
  writeFileSync(`${root}README.md`, readme.replace(listed, (_, begin, lines, end) =>
    `${begin}${[...lines.split('\n').filter((line) => line !== '' && !line.startsWith(`- ${title}: `)), `- ${title}: ${summary}`].sort().join('\n')}\n${end}`))
  console.log(`docs/page.md: ${title}`)
}
