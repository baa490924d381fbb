/** Words of a command line. '--out=file' -> ['--out', 'file']; without a value, or no option: the word and null. */
export function splitOption(word: string): readonly [string, string | null] {
  const equals = word.indexOf('=')
  return word.startsWith('--') && equals > 0 ? [word.slice(0, equals), word.slice(equals + 1)] : [word, null]
}
