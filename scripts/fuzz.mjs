// npm run fuzz: the long form of tests/property/*-fuzz.test.ts (100,000 links, 20,000 experiment files, 20,000 specs; 20,000 results files and views).
import { run } from './install.mjs'

run('npx', ['vitest', 'run', '--project', 'node', 'tests/property/spec-fuzz.test.ts', 'tests/property/results-fuzz.test.ts'], { env: { ...process.env, FUZZ: 'long' } })
