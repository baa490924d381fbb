export function judgeAudit(text: string): { readonly kind: 'clean' | 'found' | 'unasked'; readonly words: readonly string[] }
