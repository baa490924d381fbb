import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { offline } from './scripts/offline.mjs'
import question from './src/dashboard/question.json' with { type: 'json' }

/** The note's question, so that it can be read before any script has come; panels/question.tsx shows the same. */
const firstWords = `<h1>${question.asks}</h1><div class="lede">${question.lede.map((paragraph) => `<p>${paragraph}</p>`).join('')}</div>`

// base './': the built lab runs from any static host and sub-path.
export default defineConfig({
  base: './',
  plugins: [
    preact(), offline(),
    { name: 'lab-first-words', transformIndexHtml: (html) => html.replace('<!-- question -->', firstWords) },
  ],
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: true },
})
