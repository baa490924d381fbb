import stylistic from '@stylistic/eslint-plugin'
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
const locales = ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']
  .map((property) => ({ property, message: 'throws where the system names no language (LANG=C.UTF-8 in WebKitGTK): use report/dates and report/numbers' }))
const transcendental = ['exp', 'log', 'sin', 'cos', 'tan', 'pow', 'exp2', 'log2', 'log10', 'log1p', 'expm1', 'tanh']
  .map((property) => ({ object: 'Math', property, message: 'implementation-approximated: use science/random/portable-math where bits must agree' }))

/** The style of the tree (CONTRIBUTING, Style); `npm run format` applies it. What stands on one line is for the author to say. */
const style = {
  semi: ['never', { beforeStatementContinuationChars: 'always' }], quotes: ['single', { avoidEscape: true }], 'jsx-quotes': ['prefer-double'],
  indent: [2, { SwitchCase: 1 }], 'no-tabs': [], 'no-trailing-spaces': [], 'eol-last': ['always'], 'linebreak-style': ['unix'],
  'no-multiple-empty-lines': [{ max: 1, maxBOF: 0, maxEOF: 0 }], 'padded-blocks': ['never'],
  // Sentences are not broken for the sake of a margin; code is, at the latest here.
  'max-len': [{ code: 240, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
  'comma-dangle': ['always-multiline'], 'comma-style': [], 'comma-spacing': [], 'dot-location': ['property'], 'brace-style': ['1tbs', { allowSingleLine: true }],
  'arrow-parens': ['always'], 'arrow-spacing': [], 'block-spacing': [], 'space-before-blocks': [], 'space-in-parens': [], 'space-infix-ops': [], 'space-unary-ops': [], 'operator-linebreak': ['before'],
  'space-before-function-paren': [{ anonymous: 'always', named: 'never', asyncArrow: 'always' }], 'function-call-spacing': [], 'key-spacing': [], 'keyword-spacing': [],
  'no-multi-spaces': [], 'computed-property-spacing': [], 'no-whitespace-before-property': [], 'template-curly-spacing': [], 'rest-spread-spacing': [], 'switch-colon-spacing': [],
  'generator-star-spacing': ['after'], 'yield-star-spacing': [], 'type-annotation-spacing': [], 'type-generic-spacing': [], 'type-named-tuple-spacing': [],
  'jsx-tag-spacing': [], 'jsx-equals-spacing': [], 'jsx-curly-spacing': [], 'spaced-comment': ['always', { markers: ['/'] }], 'no-floating-decimal': [], 'no-extra-semi': [],
}

export default tseslint.config(
  { ignores: ['dist', 'dist-cli', 'node_modules', 'src/engine/cpu/assembly', 'public', '.cache', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mts,js,mjs}'],
    plugins: { '@stylistic': stylistic },
    rules: Object.fromEntries(Object.entries(style).map(([rule, options]) => [`@stylistic/${rule}`, ['error', ...options]])),
  },
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
      'no-restricted-properties': ['error', ...readBacks, ...locales],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/{science,experiment,protocol,engine,runner}/**/*.{ts,tsx}'],
    rules: { 'no-restricted-properties': ['error', ...readBacks, ...locales, ...nondeterminism] },
  },
  {
    // What decides bits: data, initial parameters, schedule.
    files: ['src/science/random/**/*.ts', 'src/science/data/**/*.ts', 'src/science/tasks/importance.ts', 'src/science/training/{initial-parameters,schedule,budget}.ts'],
    rules: { 'no-restricted-properties': ['error', ...readBacks, ...locales, ...nondeterminism, ...transcendental] },
  },
)
