/**
 * npm run unused: exports that no other file takes. Such a name is dead, or should not leave its file. An export of src that only
 * tests and benchmarks take, and its own file does not use, counts too, unless unused-reasons.json says what it is for. A type that
 * its own file uses may be exported: it stands in signatures. Files are parsed by the TypeScript compiler and names resolved from
 * imports; of a module that is imported as a whole or at run time every name that the importer mentions counts as taken.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import ts from 'typescript'
import { root } from './install.mjs'

const exceptions = JSON.parse(readFileSync(new URL('unused-reasons.json', import.meta.url), 'utf8'))

const isOurs = (path) => /\.(tsx?|mts|mjs)$/.test(path) && !/\/assembly\/|\.d\.m?ts$/.test(path)
const paths = ts.sys.readDirectory(root, undefined, ['**/node_modules'], ['*.ts', ...['src', 'workers', 'experiments', 'tests', 'bench', 'scripts'].map((room) => `${room}/**/*`)]).filter(isOurs)

const kindOf = (path) => (path.endsWith('x') ? ts.ScriptKind.TSX : path.endsWith('mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS)
const parsed = new Map(paths.map((path) => [path, ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true, kindOf(path))]))

/** The file that a relative specifier means; null for a package or another kind of file. */
function target(from, specifier) {
  if (!specifier.startsWith('.')) return null
  const plain = resolve(dirname(from), specifier.replace(/[?#].*$/, ''))
  return [plain, ...['.ts', '.tsx', '/index.ts', '.mjs'].map((ending) => plain + ending)].find((path) => parsed.has(path) && existsSync(path)) ?? null
}

const short = (path) => relative(root, path).replaceAll('\\', '/')
const has = (node, kind) => node.modifiers?.some((modifier) => modifier.kind === kind) ?? false
const boundNames = (name) => (ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name))))

/** What a file exports, and what it takes from others: `taken` by target, names or '*'; `mentioned`, every identifier in it. */
function readFile(path, file) {
  const exported = new Set(), types = new Set(), taken = [], mentioned = new Map()
  const take = (specifier, names) => {
    const to = target(path, specifier)
    if (to !== null) taken.push({ to, names })
  }
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { importClause } = statement, bindings = importClause?.namedBindings
      const names = bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? '*' : bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
      take(statement.moduleSpecifier.text, names === '*' ? '*' : [...names, ...(importClause?.name ? ['default'] : [])])
    } else if (ts.isExportDeclaration(statement)) {
      const names = statement.exportClause && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements : null
      if (statement.moduleSpecifier) take(statement.moduleSpecifier.text, names === null ? '*' : names.map(({ name, propertyName }) => (propertyName ?? name).text))
      for (const { name } of names ?? []) exported.add(name.text)
    } else if (has(statement, ts.SyntaxKind.ExportKeyword) && !has(statement, ts.SyntaxKind.DefaultKeyword)) {
      const names = ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(({ name }) => boundNames(name)) : [statement.name.text]
      for (const name of names) exported.add(name)
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) for (const name of names) types.add(name)
    }
  }
  const visit = (node) => {
    if (ts.isIdentifier(node)) mentioned.set(node.text, (mentioned.get(node.text) ?? 0) + 1)
    const isRunTime = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && ts.isStringLiteral(node.arguments[0])
    if (isRunTime) take(node.arguments[0].text, '*')
    // Scripts load modules through Vite, which knows them by their place in the tree.
    const loaded = ts.isStringLiteral(node) && short(path).startsWith('scripts/') ? resolve(root, node.text.replace(/^\//, '')) : null
    if (loaded !== null && parsed.has(loaded)) taken.push({ to: loaded, names: '*' })
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal.text, '*')
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { exported, types, taken, mentioned }
}

const read = new Map([...parsed].map(([path, file]) => [path, readFile(path, file)]))
const isProduct = (path) => !/^(tests|bench)\//.test(short(path))

/** Who takes which export: 'product' where one of src, workers or scripts does. */
const takenBy = new Map()
for (const [from, { taken, mentioned }] of read) {
  for (const { to, names } of taken) {
    for (const name of names === '*' ? read.get(to).exported : names) {
      if (names === '*' && !mentioned.has(name)) continue
      const key = `${short(to)} ${name}`
      if (takenBy.get(key) !== 'product') takenBy.set(key, isProduct(from) ? 'product' : 'tests')
    }
  }
}

const found = [...read].flatMap(([path, { exported, types, mentioned }]) => [...exported].flatMap((name) => {
  const key = `${short(path)} ${name}`, by = takenBy.get(key), isUsedHere = mentioned.get(name) > 1
  if (by === 'product' || (by === 'tests' && (isUsedHere || !isProduct(path)))) return []
  if (isUsedHere && types.has(name)) return []
  return [{ key, problem: by === 'tests' ? 'is used by tests or benchmarks alone' : isUsedHere ? 'is exported and taken by no other file' : 'is used nowhere' }]
}))
const unlisted = found.filter(({ key }) => !(key in exceptions))
const stale = Object.keys(exceptions).filter((key) => !found.some((one) => one.key === key))
for (const { key, problem } of unlisted) console.error(`${key} ${problem}`)
for (const key of stale) console.error(`${key}: listed in scripts/unused-reasons.json, and used: take it off the list`)
console.log(`${read.size} files, ${unlisted.length + stale.length} unused or wrongly listed, ${Object.keys(exceptions).length} exceptions`)
process.exitCode = unlisted.length + stale.length === 0 ? 0 : 1
