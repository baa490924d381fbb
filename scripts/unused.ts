/**
 * npm run unused: exports that no other file takes. Such a name is dead, or should not leave its file. An export of src that only
 * tests and benchmarks take, and its own file does not use, counts too, unless unused-reasons.json says what it is for. A type that
 * its own file uses may be exported: it stands in signatures. Files are parsed by the TypeScript compiler and names resolved from
 * imports; of a module that is imported as a whole or at run time every name that the importer mentions counts as taken.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { root } from './install.mjs'

const exceptions = JSON.parse(readFileSync(join(root, 'scripts/unused-reasons.json'), 'utf8')) as Readonly<Record<string, string>>

const isOurs = (path: string): boolean => /\.(tsx?|mts|mjs)$/.test(path) && !/\/assembly\/|\.d\.m?ts$/.test(path)
const paths = ts.sys.readDirectory(root, undefined, ['**/node_modules'], ['*.ts', ...['src', 'workers', 'experiments', 'tests', 'bench', 'scripts'].map((room) => `${room}/**/*`)]).filter(isOurs)

const kindOf = (path: string): ts.ScriptKind => (path.endsWith('x') ? ts.ScriptKind.TSX : path.endsWith('mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS)
const parsed = new Map(paths.map((path) => [path, ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true, kindOf(path))]))

/** The file that a relative specifier means; null for a package or another kind of file. */
function target(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  const plain = resolve(dirname(from), specifier.replace(/[?#].*$/, ''))
  return [plain, ...['.ts', '.tsx', '/index.ts', '.mjs'].map((ending) => plain + ending)].find((path) => parsed.has(path) && existsSync(path)) ?? null
}

const short = (path: string): string => relative(root, path).replaceAll('\\', '/')
const has = (node: ts.Node, kind: ts.SyntaxKind): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false)
const boundNames = (name: ts.BindingName): string[] => (ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name))))

/** What a file exports, and what it takes from others: `taken` by target, names or '*'; `mentioned`, every identifier in it. */
function readFile(path: string, file: ts.SourceFile) {
  const exported = new Set<string>(), types = new Set<string>(), taken: { readonly to: string; readonly names: readonly string[] | '*' }[] = [], mentioned = new Map<string, number>()
  const take = (specifier: ts.Node | undefined, names: readonly string[] | '*'): void => {
    const to = specifier !== undefined && ts.isStringLiteral(specifier) ? target(path, specifier.text) : null
    if (to !== null) taken.push({ to, names })
  }
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { importClause } = statement, bindings = importClause?.namedBindings
      const names = bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? '*' : bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
      take(statement.moduleSpecifier, names === '*' ? '*' : [...names, ...(importClause?.name ? ['default'] : [])])
    } else if (ts.isExportDeclaration(statement)) {
      const names = statement.exportClause && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements : null
      if (statement.moduleSpecifier) take(statement.moduleSpecifier, names === null ? '*' : names.map(({ name, propertyName }) => (propertyName ?? name).text))
      for (const { name } of names ?? []) exported.add(name.text)
    } else if (has(statement, ts.SyntaxKind.ExportKeyword) && !has(statement, ts.SyntaxKind.DefaultKeyword)) {
      const names = ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(({ name }) => boundNames(name)) : 'name' in statement ? [(statement.name as ts.Identifier).text] : []
      for (const name of names) exported.add(name)
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) for (const name of names) types.add(name)
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) mentioned.set(node.text, (mentioned.get(node.text) ?? 0) + 1)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) take(node.arguments[0], '*')
    // Scripts load modules through Vite, which knows them by their place in the tree.
    const loaded = ts.isStringLiteral(node) && short(path).startsWith('scripts/') ? resolve(root, node.text.replace(/^\//, '')) : null
    if (loaded !== null && parsed.has(loaded)) taken.push({ to: loaded, names: '*' })
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal, '*')
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { exported, types, taken, mentioned }
}

const read = new Map([...parsed].map(([path, file]) => [path, readFile(path, file)]))
const isProduct = (path: string): boolean => !/^(tests|bench)\//.test(short(path))

/** Who takes which export: 'product' where one of src, workers or scripts does. */
const takenBy = new Map<string, 'product' | 'tests'>()
for (const [from, { taken, mentioned }] of read) {
  for (const { to, names } of taken) {
    for (const name of names === '*' ? read.get(to)!.exported : names) {
      if (names === '*' && !mentioned.has(name)) continue
      const key = `${short(to)} ${name}`
      if (takenBy.get(key) !== 'product') takenBy.set(key, isProduct(from) ? 'product' : 'tests')
    }
  }
}

const found = [...read].flatMap(([path, { exported, types, mentioned }]) => [...exported].flatMap((name) => {
  const key = `${short(path)} ${name}`, by = takenBy.get(key), isUsedHere = (mentioned.get(name) ?? 0) > 1
  if (by === 'product' || (by === 'tests' && (isUsedHere || !isProduct(path)))) return []
  if (isUsedHere && types.has(name)) return []
  if (name === 'main' && short(path).startsWith('scripts/')) return [] // run.mjs runs it
  return [{ key, problem: by === 'tests' ? 'is used by tests or benchmarks alone' : isUsedHere ? 'is exported and taken by no other file' : 'is used nowhere' }]
}))

export function main(): number {
  const unlisted = found.filter(({ key }) => !(key in exceptions))
  const stale = Object.keys(exceptions).filter((key) => !found.some((one) => one.key === key))
  for (const { key, problem } of unlisted) console.error(`${key} ${problem}`)
  for (const key of stale) console.error(`${key}: listed in scripts/unused-reasons.json, and used: take it off the list`)
  console.log(`${read.size} files, ${unlisted.length + stale.length} unused or wrongly listed, ${Object.keys(exceptions).length} exceptions`)
  return unlisted.length + stale.length === 0 ? 0 : 1
}
