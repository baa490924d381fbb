export interface ShippedPackage {
  readonly path: string // in the repository
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly texts: readonly string[] | null
  /** Why it may not be shipped; null where it may. */
  readonly problem: string | null
}
interface Lock { readonly packages: Readonly<Record<string, { readonly version?: string; readonly license?: string; readonly dev?: boolean; readonly devOptional?: boolean }>> }
export const licencesFile: string
export const noticesFile: string
export function shippedPackages(lock?: Lock, read?: (path: string) => { readonly licence: string | undefined; readonly texts: readonly string[] | null }): readonly ShippedPackage[]
export function licencesText(packages?: readonly ShippedPackage[]): string
export function noticesText(packages?: readonly ShippedPackage[]): string
