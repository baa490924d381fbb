/**
 * Times the CPU engine alone on its cases, interleaved, medians and spread:
 *   npx jiti bench/cpu-engine.ts [filter]
 * In processor time of this process, not wall time, so that a busy machine does not count. ms per step of the whole
 * group; ns per model, step and sample. Peers are measured by run.mjs.
 */
import { openCpuEngine } from '../src/engine/cpu/cpu-engine'
import type { Training } from '../src/engine/engine'
import { benchCases } from './cpu-cases'

const ROUNDS = 7
const ROUND_MS = 150
const processorMs = (): number => process.cpuUsage().user / 1000
const engine = await openCpuEngine()
const filter = process.argv[2] ?? ''
const cases = Object.entries(benchCases).filter(([name]) => name.includes(filter))
const trainings: { name: string; training: Training; samples: number; times: number[]; chunk: number }[] = []
for (const [name, runs] of cases) {
  const training = await engine.start(runs)
  await training.advance(3)
  const begun = processorMs()
  await training.advance(2)
  const each = (processorMs() - begun) / 2
  const chunk = Math.max(1, Math.min(64, Math.round(ROUND_MS / 4 / each)))
  trainings.push({ name, training, samples: runs.length * runs[0].training.batchSize, times: [], chunk })
}
for (let round = 0; round < ROUNDS; round++) {
  for (const { training, times, chunk } of trainings) {
    const begun = processorMs()
    let steps = 0
    do {
      await training.advance(chunk)
      steps += chunk
    } while (processorMs() - begun < ROUND_MS)
    times.push((processorMs() - begun) / steps)
    await training.losses()
  }
}
for (const { name, times, samples } of trainings) {
  times.sort((a, b) => a - b)
  const median = times[ROUNDS >> 1]
  console.log(
    name.padEnd(34), `${median.toFixed(4)} ms/step`.padStart(18), `± ${(50 * (times[ROUNDS - 1] - times[0]) / median).toFixed(0)}%`.padStart(7),
    `${((1e6 * median) / samples).toFixed(1)} ns/sample`.padStart(18))
}
