import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { offline } from './scripts/offline.mjs'

// base './': the built lab runs from any static host and sub-path.
export default defineConfig({
  base: './',
  plugins: [preact(), offline()],
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: true },
})
