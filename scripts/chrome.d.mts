/** Path of a Chrome or Chromium, or null; throws when CHROME_PATH is not executable. */
export function findChrome(): string | null
/** As findChrome, but installs one with the system's package manager, or exits 1 saying what to install. */
export function ensureChrome(): string
/** Environment under which Dawn finds a Vulkan driver on Linux; empty elsewhere. */
export function vulkanEnvironment(): Record<string, string>
/** Flags under which a headless Chromium gives a WebGPU adapter. */
export function chromeFlags(): string[]
