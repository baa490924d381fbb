import { defineConfig } from 'vitest/config'

/** [place, value]: the number of criteria.ts that scripts/mutants.mjs moves, counted without comments, and what to. */
const moved = JSON.parse(process.env.LAB_MOVED_NUMBER ?? 'null') as [place: number, value: string] | null

// The tests that scripts/mutants.mjs sets against one mutated file; nothing else is run, least of all a browser.
export default defineConfig({
  plugins: [{
    name: 'lab-moved-number', enforce: 'pre',
    transform(code, id) {
      if (moved === null || !id.endsWith('science/criteria.ts')) return null
      let place = 0
      return code.replace(/\/\*[\s\S]*?\*\/|\/\/.*|-?\b\d+(?:\.\d+)?\b/g, (text) => (text.startsWith('/') || place++ !== moved[0] ? text : moved[1]))
    },
  }],
  test: { include: JSON.parse(process.env.LAB_MUTANT_TESTS ?? '[]') as string[], testTimeout: 60_000 },
})
