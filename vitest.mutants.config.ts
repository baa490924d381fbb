import { defineConfig } from 'vitest/config'

/** Numbers of a text that are no comment, in order; scripts/mutants.mjs counts them the same way. */
const numbers = /\/\*[\s\S]*?\*\/|\/\/.*|-?\b\d+(?:\.\d+)?\b/g
const moved = 'const moved = (place, value) => (globalThis.movedNumber?.[0] === place ? globalThis.movedNumber[1] : value)'

// The tests that scripts/mutants.mjs sets against what it breaks; nothing else is run, least of all a browser.
export default defineConfig({
  plugins: [{
    name: 'lab-moved-number', enforce: 'pre', apply: () => process.env.LAB_MOVES !== undefined,
    transform(code, id) {
      if (!id.endsWith('science/criteria.ts')) return null
      let place = 0
      return `${moved}\n${code.replace(numbers, (text) => (text.startsWith('/') ? text : `moved(${place++}, ${text})`))}`
    },
  }],
  test: { include: JSON.parse(process.env.LAB_MUTANT_TESTS ?? '[]') as string[], testTimeout: 60_000 },
})
