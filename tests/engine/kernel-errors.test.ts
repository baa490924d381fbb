/** An error in a stage is reported by the stage's own file and line, through a real compiler (Dawn). */
import { expect, it, vi } from 'vitest'
import { openFusedEngine } from '../../src/engine/fused/fused-engine'
import { stage, type StageFile } from '../../src/engine/fused/stages'
import { nodeDevice } from './node-device'
import { tinyRuns } from './tiny-runs'

vi.mock('../../src/engine/fused/stages', async (original) => {
  const { stage: whole } = await original<{ stage: typeof stage }>()
  return {
    stage: (file: StageFile) => {
      const { text } = whole(file)
      return { file, text: file === 'stages/adam.wgsl' ? text.replace('let own = update.own;', 'let own = update.owner;') : text }
    },
  }
})

it('a kernel that does not compile names the file and line of the stage', async () => {
  const line = stage('stages/adam.wgsl').text.split('\n').findIndex((text) => text.includes('update.owner')) + 1
  expect(line).toBeGreaterThan(1)
  const engine = await openFusedEngine(await nodeDevice())
  await expect(engine.start([Object.values(tinyRuns)[0]])).rejects
    .toThrow(new RegExp(`^persistent autoencoder does not compile: stages/adam.wgsl:${line}: .*owner.*\\n  let own = update.owner;`))
})
