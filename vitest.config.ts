import { defineConfig } from 'vitest/config'
import { chromeFlags, findChrome, vulkanEnvironment } from './scripts/chrome.mjs'

// Test processes inherit these at their start, which is when a Vulkan loader reads them.
Object.assign(process.env, vulkanEnvironment())
const chrome = findChrome()
if (chrome) process.env.CHROME_PATH = chrome
process.env.CHROME_FLAGS ??= JSON.stringify(chromeFlags())

// node: everything that needs no page; engines run here on real WebGPU through Dawn (package webgpu).
// browser: Node tests that drive a real Chromium against the built page (run `npm run build` first).
export default defineConfig({
  test: {
    pool: 'forks',
    // Patience, not a judgement: what hangs ends some day, and a busy machine fails nothing.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 240_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/{unit,property,golden,claims,engine}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
})
