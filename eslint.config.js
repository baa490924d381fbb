import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const nondeterminism = [
  { object: 'Math', property: 'random', message: 'draw from science/random/streams' },
  { object: 'Date', property: 'now', message: 'the clock enters at the edges only (main, cli, workers), as an argument' },
]
const readBacks = [
  { property: 'dataSync', message: 'reads block the thread; use data() at a probe' },
  { property: 'arraySync', message: 'reads block the thread; use data() at a probe' },
]
const transcendental = ['exp', 'log', 'sin', 'cos', 'tan', 'pow', 'exp2', 'log2', 'log10', 'log1p', 'expm1', 'tanh']
  .map((property) => ({ object: 'Math', property, message: 'implementation-approximated: use science/random/portable-math where bits must agree' }))

export default tseslint.config(
  { ignores: ['dist', 'dist-cli', 'node_modules', 'src/engine/cpu/assembly', 'public', '.cache', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } } },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'no-restricted-properties': ['error', ...readBacks],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/{science,experiment,protocol,engine,runner}/**/*.{ts,tsx}'],
    rules: { 'no-restricted-properties': ['error', ...readBacks, ...nondeterminism] },
  },
  {
    // What decides bits: data, initial parameters, schedule.
    files: ['src/science/random/**/*.ts', 'src/science/data/**/*.ts', 'src/science/tasks/importance.ts', 'src/science/training/{initial-parameters,schedule,budget}.ts'],
    rules: { 'no-restricted-properties': ['error', ...readBacks, ...nondeterminism, ...transcendental] },
  },
)
