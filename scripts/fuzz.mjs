// npm run fuzz: the long form of tests/property/spec-fuzz.test.ts (100,000 links, 20,000 files, 20,000 specs).
import { run } from './install.mjs'

run('npx', ['vitest', 'run', '--project', 'node', 'tests/property/spec-fuzz.test.ts'], { env: { ...process.env, FUZZ: 'long' } })
