/** Path of a Chrome or Chromium, or null; throws when CHROME_PATH is not executable. */
export function findChrome(): string | null
/** As findChrome; without one, installs it with CI=true or after asking at a terminal, else exits 1 with the command to run. */
export function ensureChrome(): string
/** Environment under which Dawn finds a Vulkan driver on Linux; empty elsewhere. */
export function vulkanEnvironment(): Record<string, string>
/** Flags under which a headless Chromium gives a WebGPU adapter. */
export function chromeFlags(): string[]
