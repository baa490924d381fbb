// npm run licences: writes docs/licences.md, the licences of what the lab ships: every package of the lock that is not
// for development alone, as installed; and public/licences.txt, their texts, which travel with the page.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

export const licencesFile = join(root, 'docs', 'licences.md')
export const noticesFile = join(root, 'public', 'licences.txt')

/** Permissive ones only: a copyleft licence, or none, may not be shipped. */
const allowed = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']

interface Installed { readonly licence?: string; readonly texts: readonly string[] | null }
export interface ShippedPackage {
  readonly path: string
  readonly name: string
  readonly version: string
  readonly licence: string
  /** Names of its licence files; null where it is not installed. */
  readonly texts: readonly string[] | null
  readonly problem: string | null
}
interface Lock { readonly packages: Readonly<Record<string, { readonly version?: string; readonly license?: string; readonly dev?: boolean; readonly devOptional?: boolean }>> }

/** One entry per shipped package; `problem` says why it may not be shipped, or is null. */
export function shippedPackages(lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock, read: (path: string) => Installed = readPackage): ShippedPackage[] {
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { version = '', license: locked }]) => {
      const { licence = locked, texts } = read(path)
      return { path, name: path.slice(path.lastIndexOf('node_modules/') + 13), version, licence: licence ?? 'none', texts, problem: problemOf(licence, texts) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
}

/** 'A AND B' needs both, 'A OR B' one. */
function problemOf(licence: unknown, texts: readonly string[] | null): string | null {
  if (typeof licence !== 'string' || licence === '') return 'it names no licence'
  const parts = licence.replace(/[()]/g, '').split(/ AND /)
  const refused = parts.filter((part) => !part.split(/ OR /).some((one) => allowed.includes(one)))
  if (refused.length > 0) return `${refused.join(' and ')} is not among ${allowed.join(', ')}`
  return texts === null ? 'it is not installed' : null
}

/** Licence as the package itself names it, and the names of its licence files; null where it is not installed. */
function readPackage(path: string): Installed {
  const folder = join(root, path)
  if (!existsSync(join(folder, 'package.json'))) return { licence: undefined, texts: null }
  const { license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly license?: string | { readonly type: string } | null; readonly licenses?: readonly { readonly type: string }[] }
  const old = Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : undefined // as packages wrote it before 2014
  return { licence: typeof license === 'object' && license !== null ? license.type : license ?? old, texts: readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)) }
}

export function licencesText(packages: readonly ShippedPackage[] = shippedPackages()): string {
  const counts = [...new Set(packages.map(({ licence }) => licence))].sort().map((licence) => `${licence} (${packages.filter((one) => one.licence === licence).length})`)
  return [
    '# Licences of what the lab ships', '',
    'Superposition Lab is under the MIT licence. What it depends on at run time, in the page or in Node, with everything that these bring along:',
    `${counts.join(', ')}. Written by \`npm run licences\`; a test holds it to what is installed and refuses any licence that is not permissive.`, '',
    '| package | version | licence |', '|---|---|---|',
    ...packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`), '',
  ].join('\n')
}

/** Every licence text once, under the packages that come with it; a package without one under its licence's name. */
export function noticesText(packages: readonly ShippedPackage[] = shippedPackages()): string {
  const holders = new Map<string, string[]>() // text -> packages
  for (const { path, name, version, licence, texts } of packages) {
    const own = (texts ?? []).map((file) => readFileSync(join(root, path, file), 'utf8').replaceAll('\r\n', '\n').trim())
    for (const text of own.length > 0 ? own : [`${licence} (the package names it and holds no text)`]) {
      holders.set(text, [...(holders.get(text) ?? []), `${name} ${version}`])
    }
  }
  const parts = [...holders].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`)
  return `Superposition Lab comes with these packages, under these licences.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`
}

export function main(): number {
  const packages = shippedPackages()
  writeFileSync(licencesFile, licencesText(packages))
  writeFileSync(noticesFile, noticesText(packages))
  const refused = packages.filter(({ problem }) => problem !== null)
  for (const { name, version, problem } of refused) console.error(`${name} ${version}: ${problem}`)
  console.log(`${packages.length} shipped packages in docs/licences.md, their texts in public/licences.txt`)
  return refused.length > 0 ? 1 : 0
}
