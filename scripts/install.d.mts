export const root: string
export function placeTrouble(path: string): string | null
export function buildTrouble(error: { readonly code?: string; readonly path?: string; readonly message?: string }): string | null
