/** @returns whether the text is in the clipboard. An insecure address has none, and a browser may refuse. */
export async function copyText(text: string, clipboard: Pick<Clipboard, 'writeText'> | undefined): Promise<boolean> {
  if (clipboard === undefined) return false
  return clipboard.writeText(text).then(() => true, () => false)
}
