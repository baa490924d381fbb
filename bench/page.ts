/** The page that `bench/run.mjs` drives: prepares, checks and times one peer on one case at a time. */
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'
import { requestDevice } from '../src/engine/device'
import { CPU_ENGINE_VERSION, openCpuEngine } from '../src/engine/cpu/cpu-engine'
import { FUSED_ENGINE_VERSION, openFusedEngine } from '../src/engine/fused/fused-engine'
import { flopsPerStep } from '../src/science/training/cost'
import { trainReference } from '../src/science/training/reference-training'
import { cases, deepToyCases, growthCases, sparsityCases, type BenchCase } from './cases'
import { watchGpu } from './gpu-accounting'
import { measurePeak } from './peak'
import { cpuThreadsPeer } from './peers/cpu-threads'
import { jaxPeer } from './peers/jax-js'
import { labPeer } from './peers/lab'
import { tfjsPeer } from './peers/tfjs'
import { soak } from './mixed-runs'
import { inputsOf, stackedTensors } from './stacked-tensors'
import { profile } from './step-parts'
import type { Peer, Session } from './peer'
import { watchWasm } from './wasm-accounting'

async function ownDevice() {
  const owned = await requestDevice()
  if (!('device' in owned)) throw new Error(owned.message)
  return owned
}

const peers: readonly Peer[] = [
  labPeer('lab-webgpu', async () => openFusedEngine(await ownDevice())),
  labPeer('lab-cpu', openCpuEngine),
  cpuThreadsPeer(navigator.hardwareConcurrency),
  tfjsPeer('webgpu', async () => { await import('@tensorflow/tfjs-backend-webgpu') }),
  tfjsPeer('wasm', async () => {
    const wasm = await import('@tensorflow/tfjs-backend-wasm')
    wasm.setWasmPaths({ 'tfjs-backend-wasm.wasm': plainUrl, 'tfjs-backend-wasm-simd.wasm': simdUrl, 'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl })
  }),
  jaxPeer('webgpu'),
  jaxPeer('wasm'),
]
const sets: Record<string, readonly BenchCase[]> = { cases, sparsity: sparsityCases, growth: growthCases, 'deep-toy': deepToyCases }
const find = (id: string): BenchCase => Object.values(sets).flat().find((benchCase) => benchCase.id === id)!
const sessions = new Map<string, Session>()

/** Little-endian float32. */
function base64(values: Float32Array): string {
  let bytes = ''
  for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}

const bench = {
  peers: () => peers.map(({ name }) => name),
  cases: (set: string) => sets[set].map(({ id, family, runs }) => ({
    id, family, run: runs[0], instances: runs.length, flops: flopsPerStep(runs[0]) * runs.length,
  })),
  async environment() {
    const owned = await ownDevice()
    const peak = await measurePeak(owned.device)
    const { vendor, architecture, device, description } = owned.device.adapterInfo
    owned.device.destroy()
    return {
      adapter: [vendor, architecture, device, description].filter(Boolean).join(' '), peak, userAgent: navigator.userAgent, cores: navigator.hardwareConcurrency,
      isolated: crossOriginIsolated, engines: { webgpu: FUSED_ENGINE_VERSION, cpu: CPU_ENGINE_VERSION },
    }
  },
  /** Largest relative difference of the peer's first losses from float64 science, over instances and steps. */
  async check(name: string, id: string, count: number): Promise<number> {
    const benchCase = find(id)
    const runs = benchCase.runs.slice(0, 2)
    const rows = await peers.find((peer) => peer.name === name)!.losses({ ...benchCase, runs }, count)
    let worst = 0
    runs.forEach((run, i) => {
      const expected = trainReference(run, count).losses
      rows.forEach((row, t) => { worst = Math.max(worst, Math.abs(row[i] - expected[t]) / Math.abs(expected[t])) })
    })
    return worst
  },
  /** The same proof for a peer outside the page: all that its first steps need, floats as base64, and the losses to find [t][i]. */
  work(id: string, count: number) {
    const runs = find(id).runs.slice(0, 2)
    const { tensors, permutation } = stackedTensors(runs)
    const losses = runs.map((run) => trainReference(run, count).losses)
    return {
      run: runs[0], instances: runs.length,
      tensors: tensors.map(({ name, shape, values }) => ({ name, shape, values: base64(values) })),
      target: permutation && Array.from(permutation),
      inputs: Array.from({ length: count }, (_, t) => { const x = inputsOf(runs, t); return x && base64(x) }),
      expected: Array.from({ length: count }, (_, t) => losses.map((own) => own[t])),
    }
  },
  /** Milliseconds to the end of the first step (compilation included), or why the peer cannot. */
  async open(name: string, id: string): Promise<number | string> {
    const began = performance.now()
    const session = await peers.find((peer) => peer.name === name)!.prepare(find(id))
    if (typeof session === 'string') return session
    sessions.set(name, session)
    await session.steps(1)
    return performance.now() - began
  },
  async time(name: string, count: number): Promise<number> {
    const began = performance.now()
    await sessions.get(name)!.steps(count)
    return (performance.now() - began) / count
  },
  /** Readings of memory while `runs` short runs of mixed shapes go through one engine. */
  async soak(name: 'webgpu' | 'cpu', runs: number) {
    const account = watchGpu(), wasm = watchWasm()
    return soak(name === 'cpu' ? await openCpuEngine() : await openFusedEngine(await ownDevice()), runs, account, wasm.bytes)
  },
  profile: async (id: string) => profile(await ownDevice(), find(id)),
  close(name: string): void {
    sessions.get(name)?.dispose()
    sessions.delete(name)
  },
}
Object.assign(globalThis, { bench })
