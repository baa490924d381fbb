// npm run licences: writes docs/licences.md, the licences of what the lab ships: every package of the lock that is not
// for development alone, as installed; and public/licences.txt, their texts, which travel with the page.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './install.mjs'

export const licencesFile = join(root, 'docs', 'licences.md')
export const noticesFile = join(root, 'public', 'licences.txt')

/** Permissive ones only: a copyleft licence, or none, may not be shipped. */
const allowed = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']

/** One entry per shipped package; `problem` says why it may not be shipped, or is null. */
export function shippedPackages(lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')), read = readPackage) {
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { version, license: locked }]) => {
      const { licence = locked, texts } = read(path)
      return { path, name: path.slice(path.lastIndexOf('node_modules/') + 13), version, licence: licence ?? 'none', texts, problem: problemOf(licence, texts) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
}

/** 'A AND B' needs both, 'A OR B' one. */
function problemOf(licence, texts) {
  if (typeof licence !== 'string' || licence === '') return 'it names no licence'
  const parts = licence.replace(/[()]/g, '').split(/ AND /)
  const refused = parts.filter((part) => !part.split(/ OR /).some((one) => allowed.includes(one)))
  if (refused.length > 0) return `${refused.join(' and ')} is not among ${allowed.join(', ')}`
  return texts === null ? 'it is not installed' : null
}

/** Licence as the package itself names it, and the names of its licence files; null where it is not installed. */
function readPackage(path) {
  const folder = join(root, path)
  if (!existsSync(join(folder, 'package.json'))) return { licence: undefined, texts: null }
  const { license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const old = Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : undefined // as packages wrote it before 2014
  return { licence: typeof license === 'object' && license !== null ? license.type : license ?? old, texts: readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)) }
}

export function licencesText(packages = shippedPackages()) {
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
export function noticesText(packages = shippedPackages()) {
  const holders = new Map() // text -> packages
  for (const { path, name, version, licence, texts } of packages) {
    const own = (texts ?? []).map((file) => readFileSync(join(root, path, file), 'utf8').replaceAll('\r\n', '\n').trim())
    for (const text of own.length > 0 ? own : [`${licence} (the package names it and holds no text)`]) {
      holders.set(text, [...(holders.get(text) ?? []), `${name} ${version}`])
    }
  }
  const parts = [...holders].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`)
  return `Superposition Lab comes with these packages, under these licences.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const packages = shippedPackages()
  writeFileSync(licencesFile, licencesText(packages))
  writeFileSync(noticesFile, noticesText(packages))
  const refused = packages.filter(({ problem }) => problem !== null)
  for (const { name, version, problem } of refused) console.error(`${name} ${version}: ${problem}`)
  console.log(`${packages.length} shipped packages in docs/licences.md, their texts in public/licences.txt`)
  process.exit(refused.length > 0 ? 1 : 0)
}
