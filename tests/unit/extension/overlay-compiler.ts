/** The sources as the compiler would see them if some files had another text: nothing is written. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export const sourceOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Types only: the options of tsconfig.json without its ambient types. */
const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent({ compilerOptions: ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')).config.compilerOptions }, ts.sys, root).options,
  types: [], incremental: false, tsBuildInfoFile: undefined,
}

export interface OverlayCompiler {
  /** The errors in these files, as 'path: message', found one file after the other. @param overlay texts by path from the root */
  check(overlay: ReadonlyMap<string, string>, files: readonly string[]): Generator<string, null>
}

/** A compiler that keeps what it knows from one overlay to the next. */
export function overlayCompiler(): OverlayCompiler {
  let texts: ReadonlyMap<string, string> = new Map()
  let roots: readonly string[] = []
  const versions = new Map<string, { text: string; version: number }>()
  const textOf = (path: string): string | undefined => texts.get(path) ?? (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...roots],
    getScriptVersion: (path) => {
      const known = versions.get(path)
      if (known !== undefined && !isOverlaid(path)) return String(known.version)
      const text = textOf(path) ?? '', version = known?.text === text ? known.version : (known?.version ?? 0) + 1
      versions.set(path, { text, version })
      return String(version)
    },
    getScriptSnapshot: (path) => {
      const text = textOf(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => texts.has(path) || ts.sys.fileExists(path),
    readFile: textOf,
    directoryExists: ts.sys.directoryExists,
  })
  const everOverlaid = new Set<string>()
  const isOverlaid = (path: string): boolean => everOverlaid.has(path)
  return {
    * check(overlay, files) {
      texts = new Map([...overlay].map(([path, text]) => [join(root, path), text]))
      for (const path of texts.keys()) everOverlaid.add(path)
      roots = files.map((path) => join(root, path))
      for (const path of files) {
        const found = [...service.getSyntacticDiagnostics(join(root, path)), ...service.getSemanticDiagnostics(join(root, path))]
        for (const { messageText } of found) yield `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
      }
      return null
    },
  }
}
