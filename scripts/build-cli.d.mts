/** Folder of the build of the sources as they are now; `main.js` in it is the command line. */
export function ensureBuilt(): Promise<string>
