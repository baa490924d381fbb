export function findPython(...modules: readonly string[]): string | null
export function findJq(): string | null
