// npm run torch-check: writes the weights of one network of every kind as safetensors and as NDJSON, with the PyTorch script
// that goes with them, and lets Python run that script on both. Needs python3 with torch; fails without it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
const python = process.env.PYTHON ?? 'python3'
const { runnerImport } = await import('vite')
const load = async (path) => (await runnerImport(join(root, path))).module
const { goldenCases } = await load('tests/golden/golden-case.ts')
const { initialParameters } = await load('src/science/training/initial-parameters.ts')
const { runId } = await load('src/experiment/identity.ts')
const { torchScript } = await load('src/runner/exports/torch-script.ts')
const { weightsFile } = await load('src/runner/exports/weights-file.ts')
const { writeSafetensors } = await load('src/runner/exports/safetensors.ts')
const { recordsNdjson } = await load('src/runner/exports/export.ts')

const link = '#1.torch.check'
const records = goldenCases.map(({ run }, index) => ({
  id: runId(run), experimentId: '0'.repeat(64), index, replicate: 0, spec: run, status: { kind: 'finished' }, curve: { step: [], loss: [] },
  metrics: { scalars: {}, arrays: {} }, parameters: initialParameters(run), environment: null, stepsPerSecond: null,
}))
const folder = mkdtempSync(join(tmpdir(), 'lab-torch-'))
writeFileSync(join(folder, 'lab.py'), torchScript(records, link))
writeFileSync(join(folder, 'lab.safetensors'), Buffer.concat(writeSafetensors(weightsFile(records, link))))
writeFileSync(join(folder, 'lab.ndjson'), recordsNdjson(records, { link, parameters: true }))
// A weight changed by one part in a thousand must be reported.
const altered = records.map((record) => ({ ...record, parameters: record.parameters.map((value) => value * 1.001) }))
writeFileSync(join(folder, 'altered.safetensors'), Buffer.concat(writeSafetensors(weightsFile(altered, link))))

let wrong = 0
const all = records.length
for (const [file, agreeing] of [['lab.safetensors', all], ['lab.ndjson', all], ['altered.safetensors', 0]]) {
  console.log(`${file} of ${all} networks`)
  const { status, error, stdout } = spawnSync(python, [join(folder, 'lab.py'), join(folder, file)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (agreeing > 0) console.log(stdout ?? '')
  // By its last line, for a Python that fails has an exit status of 1 too.
  const right = status === (agreeing === all ? 0 : 1) && stdout.trimEnd().endsWith(`${agreeing} of ${all} runs agree with the lab`)
  console.log(right ? 'as it should\n' : `exit status ${status ?? error}, expected ${agreeing} of ${all} to agree\n`)
  if (!right) wrong += 1
}
rmSync(folder, { recursive: true, force: true })
process.exit(wrong === 0 ? 0 : 1)
