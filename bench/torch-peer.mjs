// PyTorch on this machine, when python3 has it: the child process of torch_peer.py and its line protocol.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The first python that can import torch, or null. PYTHON names another. */
function findPython() {
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python'].filter(Boolean)
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0) ?? null
}

export async function openTorch() {
  const python = findPython()
  if (!python) return null
  const child = spawn(python, [fileURLToPath(new URL('torch_peer.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (command) => {
    child.stdin.write(`${JSON.stringify(command)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('torch_peer.py ended')
    return JSON.parse(value)
  }
  return { ask, describe: await ask({ do: 'describe' }), close: () => child.kill() }
}
