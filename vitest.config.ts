import { defineConfig } from 'vitest/config'

// node: everything that needs no page. engine tests run here on real WebGPU through Dawn (package webgpu).
// e2e: plain Node tests that drive a real Chromium against the built page.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['tests/{unit,property,golden,claims,engine}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
