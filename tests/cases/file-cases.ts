/** Files, pipes, links and the command line. */
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parseExperiment } from '../../src/experiment/parse'
import { decodeLink, encodeLink } from '../../src/experiment/link'
import { recordsJson, recordsNdjson } from '../../src/runner/exports/export'
import { readFileBytes } from '../../src/runner/keeping/file-reader'
import { root, unless, type Bench } from './bench'
import type { Case, FileRow } from './case'
import { arrivals, deep, long, mark, notes, spoiled, tiny, tinyRuns, utf16 } from './inputs'

const json = (value: unknown): string => JSON.stringify(value)
const sweep = (bench: Bench, experiment: string, out: string, ...more: readonly string[]) => bench.cli('sweep', experiment, '--out', out, '--engine', 'cpu', ...more)

/** Results of the tiny sweep, made once for each case that reads some. */
async function results(bench: Bench): Promise<{ readonly lines: string; readonly document: string; readonly link: string }> {
  bench.write('tiny.json', json(tiny))
  await sweep(bench, 'tiny.json', 'tiny.ndjson')
  const lines = bench.read('tiny.ndjson')
  const { records, links } = readFileBytes(Buffer.from(lines))
  const [link] = links.values()
  return { lines, link, document: recordsJson(records, { link, parameters: false }) }
}

/** Refused with 2, and nothing in the folder is another. */
async function refused(bench: Bench, what: string, ...words: readonly string[]): Promise<readonly string[]> {
  const before = bench.names()
  const { code, complaints } = await bench.cli(...words)
  return [
    ...unless(code === 2, `${what}: exit ${code}, ${complaints.slice(0, 120)}`),
    ...unless(json(bench.names()) === json(before), `${what}: the folder now holds ${bench.names().join(', ')}`),
  ]
}

const until = async (holds: () => boolean, seconds: number): Promise<boolean> => {
  for (const end = Date.now() + 1000 * seconds; Date.now() < end;) {
    if (holds()) return true
    await new Promise((resolve) => { setTimeout(resolve, 100) })
  }
  return holds()
}

/** Ids of processes that come from this one and whose command holds a word; Linux only. */
function descendants(of: number, word: string): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1])
      return [{ id: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }]
    } catch { // it ended meanwhile
      return []
    }
  })
  const own = new Set([of])
  for (let grew = true; grew;) {
    grew = false
    for (const { id, parent } of all) if (own.has(parent) && !own.has(id)) { own.add(id); grew = true }
  }
  return all.filter(({ id, command }) => own.has(id) && command.includes(word)).map(({ id }) => id)
}

export const fileCases = {
  1: {
    does: '`sweep --out` an own text, the page’s JSON export or an experiment, with and without `--resume`', right: 'refused; not a byte is changed',
    async run(bench) {
      const { document } = await results(bench)
      const wrong: string[] = []
      for (const [name, content] of Object.entries({ 'notes.txt': notes, 'page.json': document, 'mine.json': json(tiny), 'noted.ndjson': `a note\n${document}` })) {
        bench.write(name, content)
        for (const more of [[], ['--resume']]) wrong.push(...await refused(bench, name, 'sweep', 'tiny.json', '--out', name, '--engine', 'cpu', ...more))
        wrong.push(...unless(bench.read(name) === content, `${name} was changed`))
      }
      return wrong
    },
  },
  2: {
    does: '`report` of results behind a byte order mark, of the page’s JSON export, of lines that are no runs', right: 'the same report; what was not read is said in it, and sets the exit code',
    async run(bench) {
      const { lines, document } = await results(bench)
      const whole = await bench.cli('report', 'tiny.ndjson')
      const wrong = [...unless(whole.code === 0 && whole.output.includes(`${tinyRuns} of ${tinyRuns} runs finished`), 'the report itself fails')]
      for (const [name, text] of Object.entries({ 'marked.ndjson': mark + lines, 'page.json': document, 'marked.json': mark + document, 'laid-out.json': json(JSON.parse(document)) })) {
        bench.write(name, text)
        const { code, output } = await bench.cli('report', name)
        wrong.push(...unless(code === 0 && output === whole.output, `${name}: exit ${code}, another report`))
      }
      bench.write('bad.ndjson', `${lines}no run\n`)
      const bad = await bench.cli('report', 'bad.ndjson')
      return [...wrong, ...unless(bad.code === 2 && bad.output.includes('1 line of'), `a bad line: exit ${bad.code}, not said in the report`)]
    },
  },
  3: {
    does: '`sweep` of an experiment behind a byte order mark, and in UTF-16', right: 'trained; refused by its name, with the way out',
    async run(bench) {
      bench.write('bom.json', mark + json(tiny))
      bench.write('u16.json', utf16(json(tiny)))
      const bom = await sweep(bench, 'bom.json', 'bom.ndjson'), u16 = await sweep(bench, 'u16.json', 'u16.ndjson')
      return [
        ...unless(bom.code === 0, `a byte order mark: exit ${bom.code}`),
        ...unless(u16.code === 2 && u16.complaints.includes('UTF-16') && u16.complaints.includes('save it again as UTF-8'), `UTF-16: exit ${u16.code}, ${u16.complaints.slice(0, 120)}`),
        ...await bench.tests('tests/unit/runner/exports/readers.test.ts', 'rebuilt by PyTorch'),
      ]
    },
  },
  4: {
    does: 'recall at a learning rate of 10; 64 layers with a readout norm of 100', right: 'worse than chance: flagged, and nothing is predicted from it',
    async run(bench) {
      bench.write('spoiled.json', json(spoiled))
      bench.write('deep.json', json(deep))
      const { output } = await sweep(bench, 'spoiled.json', 'spoiled.ndjson'), sibling = await sweep(bench, 'deep.json', 'deep.ndjson')
      const predicted = output.split('\n').filter((line) => line.includes('if equal N learns equally much'))
      return [
        ...unless(output.includes('worse than chance'), 'it is not flagged'),
        ...unless(predicted.length > 0 && predicted.every((line) => !line.includes('−')), 'a prediction is made from it'),
        ...unless(sibling.output.includes('Worse than chance'), 'the deep sibling is not named'),
      ]
    },
  },
  5: {
    does: 'runs and curves as CSV, read by pandas, SQLite, jq, a strict safetensors reader and PyTorch', right: 'each column once, typed as docs/exports.md says; curves joinable by their own columns',
    async run(bench) {
      await results(bench)
      const { output } = await bench.cli('report', 'tiny.ndjson', '--format', 'csv')
      const [header, ...rows] = output.trim().replace(/"[^"]*"/g, '').split('\r\n').map((line) => line.split(','))
      return [
        ...unless(new Set(header).size === header.length, 'a column stands twice'),
        ...unless(rows.every((row) => row[header.indexOf('softwareAdapter')] === ''), 'softwareAdapter is set for the cpu engine'),
        ...await bench.tests('tests/unit/runner/exports/readers.test.ts', 'what is exported'),
      ]
    },
  },
  6: {
    does: '`npx superposition-lab report x --format csv > runs.csv`, and `--out`', right: 'nothing but the CSV',
    async run(bench) {
      await results(bench)
      const plain = await bench.cli('report', 'tiny.ndjson', '--format', 'csv')
      const npx = await bench.run('npx', ['--prefix', root, 'superposition-lab', 'report', bench.path('tiny.ndjson'), '--format', 'csv'])
      const out = await bench.cli('report', 'tiny.ndjson', '--format', 'csv', '--out', 'runs.csv')
      return [
        ...unless(npx.output === plain.output && plain.output.startsWith('run,'), `npx: ${npx.output.slice(0, 80)}${npx.complaints.slice(0, 120)}`),
        ...unless(out.output === '' && bench.read('runs.csv') === plain.output, '--out: another file'),
        ...await refused(bench, '--out over a file', 'report', 'tiny.ndjson', '--out', 'runs.csv'),
      ]
    },
  },
  10: {
    does: `links ${Object.keys(arrivals).join(', ')}; \`verify\` the same`, right: 'opened as they were written',
    async run(bench) {
      await results(bench)
      const swept = await sweep(bench, 'tiny.json', 'again.ndjson')
      const link = /'(#.*)'/.exec(swept.complaints)?.[1] ?? ''
      const opened = decodeLink(link)
      const wrong = [...unless(opened.ok && opened.value.receipt !== null, 'the sweep gives no link with a receipt')]
      for (const [name, arrives] of Object.entries(arrivals)) wrong.push(...unless(json(decodeLink(arrives(link))) === json(opened), `${name}: not opened`))
      const { code, complaints } = await bench.cli('verify', `'${link.replaceAll('!', '%21')}'.`)
      return [...wrong, ...unless(code === 0, `verify: exit ${code}, ${complaints.slice(0, 120)}`)]
    },
  },
  11: {
    does: 'npm is killed while it trains', right: 'training stops, and can be resumed',
    async run(bench) {
      bench.write('long.json', json(long))
      const { child, ended } = bench.start('npm', ['--prefix', root, 'run', 'sweep', '--', bench.path('long.json'), '--out', bench.path('long.ndjson'), '--engine', 'cpu', '--threads', '1'])
      const began = await until(() => bench.exists('long.ndjson.lock'), 100)
      child.kill('SIGKILL')
      const stopped = await until(() => !bench.exists('long.ndjson.lock'), 60)
      await ended
      return [...unless(began, 'it did not begin'), ...unless(stopped, 'it goes on without a parent')]
    },
  },
  14: {
    does: '`--out` /dev/stdout, -, /dev/null, /dev/full, with and without `--resume`', right: 'refused at once; no file is left',
    async run(bench) {
      bench.write('tiny.json', json(tiny))
      const wrong: string[] = []
      for (const out of ['/dev/stdout', '-', '/dev/null', '/dev/full']) for (const more of [[], ['--resume']]) {
        wrong.push(...await refused(bench, `${out} ${more.join('')}`, 'sweep', 'tiny.json', '--out', out, '--engine', 'cpu', ...more))
      }
      return wrong
    },
  },
  15: {
    does: '`sweep \'exp#2.json\'`', right: 'a file that exists is no link',
    async run(bench) {
      bench.write('exp#2.json', json(tiny))
      const { code, complaints } = await sweep(bench, 'exp#2.json', 'out.ndjson')
      return unless(code === 0, `exit ${code}, ${complaints.slice(0, 120)}`)
    },
  },
  16: {
    does: '`npm run sweep -- ./tiny.json` from another folder', right: 'files are those of the folder where the user stands',
    async run(bench) {
      bench.write('tiny.json', json(tiny))
      const { code, complaints } = await bench.run('npm', ['--prefix', root, 'run', 'sweep', '--', './tiny.json', '--out', 'out.ndjson', '--engine', 'cpu'])
      return [...unless(code === 0, `exit ${code}, ${complaints.slice(0, 120)}`), ...unless(bench.exists('out.ndjson'), 'the results are elsewhere')]
    },
  },
  17: {
    does: '`PORT=abc npm start`; a checkout whose path holds `#`; one that cannot be written', right: 'one sentence each',
    async run(bench) {
      const sentence = (what: string, { code, complaints }: { readonly code: number | null; readonly complaints: string }): readonly string[] =>
        unless(code !== 0 && complaints.trim().split('\n').length === 1, `${what}: exit ${code}, ${complaints.slice(0, 200)}`)
      for (const name of ['cli', 'start', 'build-cli', 'install', 'chrome', 'readers']) bench.write(`a#b/scripts/${name}.mjs`, readFileSync(join(root, `scripts/${name}.mjs`)))
      bench.write('a#b/package.json', readFileSync(join(root, 'package.json')))
      return [
        ...sentence('PORT', await bench.run(process.execPath, [join(root, 'scripts/start.mjs'), '--no-open'], { PORT: 'abc', CI: 'true' })),
        ...sentence('# in the path, start', await bench.run(process.execPath, [bench.path('a#b/scripts/start.mjs'), '--no-open'])),
        ...sentence('# in the path, sweep', await bench.run(process.execPath, [bench.path('a#b/scripts/cli.mjs'), 'help'])),
        ...await bench.tests('tests/unit/cli/launcher.test.ts', 'in one sentence'),
      ]
    },
  },
  A2: {
    does: '`--out m` beside a folder m.checkpoints, a link of that name, an empty m.lock, a link m to elsewhere', right: 'refused, and nothing is touched; links lead to one lock',
    async run(bench) {
      bench.write('tiny.json', json(tiny))
      bench.write('a.checkpoints/0123456789abcdef.checkpoint', 'not the lab’s, though its name might be')
      bench.write('elsewhere/theirs', '')
      symlinkSync(bench.path('elsewhere'), bench.path('b.checkpoints'))
      bench.write('c.lock', '')
      const wrong: string[] = []
      for (const out of ['a', 'b', 'c']) wrong.push(...await refused(bench, out, 'sweep', 'tiny.json', '--out', out, '--engine', 'cpu'))
      return [
        ...wrong, ...unless(bench.exists('a.checkpoints/0123456789abcdef.checkpoint') && bench.exists('elsewhere/theirs'), 'a file is gone'),
        ...await bench.tests('tests/unit/cli/file-store.test.ts', 'one file by whatever name'),
      ]
    },
  },
  A4: {
    does: 'Dawn ends the process of a trainer amid a WebGPU sweep (SIGABRT)', right: 'said; the sweep resumes and ends with 0',
    async run(bench) {
      if (process.platform !== 'linux') return []
      bench.write('gpu.json', json({ ...tiny, training: { steps: 60_000, batchSize: 256 }, seeds: { count: 1 }, task: { ...tiny.task, sparsity: [0.9] } }))
      const { child, ended } = bench.start(process.execPath, [join(root, 'scripts/cli.mjs'), 'sweep', 'gpu.json', '--out', 'gpu.ndjson', '--engine', 'webgpu'])
      const began = await until(() => bench.exists('gpu.ndjson.checkpoints') || child.exitCode !== null, 100)
      for (const id of descendants(child.pid!, 'training-process.js')) process.kill(id, 'SIGABRT')
      const { code, complaints } = await ended
      return [...unless(began, 'it did not begin'), ...unless(code === 0 && complaints.includes('SIGABRT'), `exit ${code}, ${complaints.slice(-200)}`)]
    },
  },
  A5: {
    does: 'kernels that take longer than 120 s to compile', right: 'compilation has progress and a limit of its own',
    run: async (bench) => [...await bench.tests('tests/unit/engine/watchdog.test.ts', 'last progress'), ...await bench.tests('tests/unit/engine/trainer.test.ts', 'and no sooner')],
  },
  A8: { does: 'receipts of two GPUs that the browser does not name', right: 'held to the band alone', run: (bench) => bench.tests('tests/unit/runner/reproduction/receipt.test.ts', 'adapters without a name') },
  A9: {
    does: '`report` of finished runs without metrics', right: 'said to be not measured',
    async run(bench) {
      const parsed = parseExperiment(tiny)
      if (!parsed.ok) return ['the experiment is not one']
      const { lines } = await results(bench)
      const records = readFileBytes(Buffer.from(lines)).records.map((record) => ({ ...record, metrics: { scalars: {}, arrays: {} } }))
      bench.write('bare.ndjson', recordsNdjson(records, { link: encodeLink(parsed.value), parameters: false }))
      const { output } = await bench.cli('report', 'bare.ndjson')
      return unless(output.includes('of them not measured') && !/\b0 of 5 features/.test(output), `it says: ${output.slice(0, 200)}`)
    },
  },
  A10: { does: 'a spacing of hundreds of thousands of characters', right: 'read or refused at once', run: (bench) => bench.tests('tests/unit/dashboard/spacing.test.ts', 'of any length') },
  A11: {
    does: 'a results file with a million bad lines', right: 'the first hundred are named, the rest counted; the page reads in a worker',
    async run(bench) {
      const { lines } = await results(bench)
      bench.write('million.ndjson', lines + '{"kind":"run","bad":1}\nx\n'.repeat(500_000))
      const { code, output, complaints } = await bench.cli('report', 'million.ndjson')
      return [
        ...unless(code === 2 && output.includes('could not be read'), `exit ${code}`), ...unless(complaints.split('\n').length < 150, `${complaints.split('\n').length} lines of complaints`),
        ...await bench.tests('tests/unit/runner/conduct/read-in-worker.test.ts', 'beside the page'),
      ]
    },
  },
  A13: { does: 'losses of 5e-324 and 1e308 in one figure', right: 'drawn', run: (bench) => bench.tests('tests/unit/dashboard/layout.test.ts', 'all that a number can be') },
  A15: {
    does: 'four processes on one stale lock; a hard link to the results of another', right: 'one holder',
    async run(bench) {
      await results(bench)
      mkdirSync(bench.path('other'))
      linkSync(bench.path('tiny.ndjson'), bench.path('other/same.ndjson'))
      return [...await bench.tests('tests/unit/cli/file-lock.test.ts', 'four processes'), ...await refused(bench, 'a hard link', 'sweep', 'tiny.json', '--out', 'other/same.ndjson', '--resume')]
    },
  },
} satisfies Record<FileRow, Case>
