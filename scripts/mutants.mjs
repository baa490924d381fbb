// npm run mutants [-- FILE …]: breaks the judgements of the lab on purpose, one place at a time, and sees whether a test
// fails. Stryker mutates conditions, operators, blocks and strings of each file below and runs the tests of its room; numbers, which
// it leaves alone, are moved up and down by a tenth in criteria.ts and set against the cases of their own threshold. Writes
// docs/mutants.json and, from it and mutant-reasons.json, docs/mutants.md. FILE is any part of a path, or `report` to measure
// nothing. Minutes per file, so file by file: what was found of the others stays. Not part of `npm test`.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, run } from './install.mjs'

const criteriaFile = 'src/science/criteria.ts', criteriaTest = 'tests/unit/science/criteria.test.ts'

/** Folders whose files are mutated, each with the tests that should notice. */
const rooms = [
  { folder: 'src/science/statistics', tests: ['tests/unit/science/statistics/*.test.ts', criteriaTest] },
  { folder: 'src/science/verdict', tests: ['tests/unit/science/verdict/*.test.ts', criteriaTest] },
  { folder: 'src/runner/reproduction', tests: ['tests/unit/runner/reproduction/{receipt,tiers,verify}.test.ts', criteriaTest] },
]
const mutated = rooms.flatMap(({ folder, tests }) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts')).map((name) => ({ file: `${folder}/${name}`, tests })))

const resultsFile = join(root, 'docs', 'mutants.json'), reportFile = join(root, 'docs', 'mutants.md')
const read = (path, otherwise) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : otherwise)
const reasons = read(join(root, 'scripts', 'mutant-reasons.json'), [])

/** What stands between two places of a text; lines and columns count from 1. */
function excerpt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1)
  lines[0] = lines[0].slice(start.column - 1)
  return lines.join(' ')
}
const short = (text) => text.replace(/\s+/g, ' ').slice(0, 120)

async function mutate(file, tests) {
  const { Stryker } = await import('@stryker-mutator/core')
  process.env.LAB_MUTANT_TESTS = JSON.stringify(tests)
  const cache = join(root, '.cache', 'mutants', `${file.replaceAll('/', '-')}.json`) // a mutant that a test still kills is not tried twice
  mkdirSync(dirname(cache), { recursive: true })
  const mutants = await new Stryker({
    mutate: [file], testRunner: 'vitest', vitest: { configFile: 'vitest.mutants.config.ts', related: false }, plugins: ['@stryker-mutator/vitest-runner'],
    concurrency: 1, coverageAnalysis: 'perTest', reporters: [], logLevel: 'error', allowConsoleColors: false,
    incremental: true, incrementalFile: cache, tempDirName: join('.cache', 'stryker'), thresholds: { high: 100, low: 0, break: null },
    ignorePatterns: ['dist', 'dist-cli', 'docs', 'bench', 'tests/browser', 'tests/golden', 'tests/engine'],
    timeoutMS: 20_000, timeoutFactor: 4, disableTypeChecks: '{src,tests}/**/*.ts',
  }).runMutationTest()
  const source = readFileSync(join(root, file), 'utf8')
  const is = (...kinds) => mutants.filter(({ status }) => kinds.includes(status))
  return {
    mutants: is('Killed', 'Timeout', 'Survived', 'NoCoverage').length, killed: is('Killed', 'Timeout').length,
    survived: is('Survived', 'NoCoverage').map(({ location, replacement, status }) => ({ line: location.start.line, from: short(excerpt(source, location)), to: short(replacement ?? ''), ...(status === 'NoCoverage' && { untested: true }) })),
  }
}

/** Numbers of criteria.ts in order, each moved both ways: whole ones by 1, others by a tenth. */
function moveNumbers() {
  const text = readFileSync(join(root, criteriaFile), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ' '))
  const moves = [...text.matchAll(/-?\b\d+(?:\.\d+)?\b/g)].flatMap(({ 0: number, index }, place) => {
    const value = Number(number), ways = Number.isInteger(value) ? [value - 1, value + 1] : [0.9 * value, 1.1 * value]
    const before = text.slice(0, index), threshold = [...before.matchAll(/export const (\w+)/g)].at(-1)[1]
    return ways.map((way) => ({ place, threshold, line: before.split('\n').length, from: `${threshold}: ${number}`, to: Number(way.toPrecision(6)) }))
  })
  const survivedFile = join(root, '.cache', 'mutants', 'numbers.json')
  mkdirSync(dirname(survivedFile), { recursive: true })
  run(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'vitest.mutants.config.ts'], {
    env: { ...process.env, LAB_MUTANT_TESTS: JSON.stringify(['tests/mutants/criteria-numbers.ts']), LAB_MOVES: JSON.stringify(moves), LAB_SURVIVED: survivedFile },
  })
  const survived = read(survivedFile, [])
  return { mutants: moves.length, killed: moves.length - survived.length, survived: survived.map(({ line, from, to }) => ({ line, from, to: String(to) })) }
}

/** Why this mutant may live; null where nobody has said so. Patterns are tried in order on `from => to`. */
const reasonOf = (file, { from, to }) =>
  reasons.find((one) => file.includes(one.file) && new RegExp(one.mutant).test(`${from} => ${to}`))?.reason ?? null

function report({ files }) {
  const rows = Object.entries(files)
  const total = (pick) => rows.reduce((sum, [, found]) => sum + pick(found), 0)
  const open = (file, found) => found.survived.filter((mutant) => reasonOf(file, mutant) === null)
  const code = (text) => `\`${text.replaceAll('`', '´').replaceAll('|', '\\|')}\``
  return [
    '# Mutants', '',
    'What breaks on purpose and is not noticed. `npm run mutants` changes one place of a file at a time (a condition, an operator, a block, a string; in',
    '`criteria.ts` each number, up and down by a tenth) and runs the tests of its room. A mutant is killed when a test fails. *Before* is the same with the tests as they stood in',
    'commit 80f4df5. Written by that command from docs/mutants.json and scripts/mutant-reasons.json; a file that is not here was not measured.', '',
    '| file | mutants | killed before | killed | survive with a reason | open | measured |', '|---|---:|---:|---:|---:|---:|---|',
    ...rows.map(([file, found]) => {
      const unexplained = open(file, found).length
      return `| ${file} | ${found.mutants} | ${found.before ? `${found.before.killed} of ${found.before.mutants}` : '–'} | ${found.killed} | ${found.survived.length - unexplained} | ${unexplained} | ${found.date} |`
    }),
    `| all | ${total(({ mutants }) => mutants)} | | ${total(({ killed }) => killed)} | ${rows.reduce((sum, [file, found]) => sum + found.survived.length - open(file, found).length, 0)} | ${rows.reduce((sum, [file, found]) => sum + open(file, found).length, 0)} | |`, '',
    ...rows.filter(([, { survived }]) => survived.length > 0).flatMap(([file, found]) => [
      `## ${file}`, '', '| line | what stands there | mutant | why it may live |', '|---:|---|---|---|',
      ...found.survived.map((mutant) => `| ${mutant.line} | ${code(mutant.from)} | ${mutant.to === '' ? 'nothing' : code(mutant.to)} | ${reasonOf(file, mutant) ?? '**open**'}${mutant.untested ? ' (no test comes here)' : ''} |`), '',
    ]),
  ].join('\n')
}

const wanted = process.argv.slice(2)
const targets = [{ file: criteriaFile, tests: null }, ...mutated].filter(({ file }) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
for (const { file, tests } of targets) {
  const began = performance.now()
  const found = tests === null ? moveNumbers() : await mutate(file, tests)
  console.log(`${file}: ${found.killed} of ${found.mutants} mutants killed, ${Math.round((performance.now() - began) / 1000)} s`)
  const date = new Date().toISOString().slice(0, 10)
  const { files } = read(resultsFile, { files: {} }) // now, for another may have measured meanwhile
  files[file] = { ...files[file], ...found, date } // `before` stays
  const sorted = Object.entries(files).filter(([, one]) => one.mutants > 0).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(resultsFile, `${JSON.stringify({ files: Object.fromEntries(sorted) }, null, 1)}\n`)
}
writeFileSync(reportFile, report(read(resultsFile, { files: {} })))
