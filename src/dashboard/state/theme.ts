/** Light or dark: the system's choice until the reader makes one, which is remembered on this machine. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'

export type ThemeChoice = 'system' | 'light' | 'dark'

export interface Theme {
  readonly choice: ReadonlySignal<ThemeChoice>
  readonly isDark: ReadonlySignal<boolean>
  toggle(): void
}

const storageKey = 'superposition-lab theme'

export function createTheme(): Theme {
  const query = window.matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = signal(query.matches)
  query.addEventListener('change', (event) => { systemIsDark.value = event.matches })
  const stored = readStored()
  const choice = signal<ThemeChoice>(stored)
  const isDark = computed(() => (choice.value === 'system' ? systemIsDark.value : choice.value === 'dark'))
  effect(() => {
    if (choice.value === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = choice.value
  })
  return {
    choice, isDark,
    toggle() {
      const next: ThemeChoice = isDark.peek() ? 'light' : 'dark'
      choice.value = next === (systemIsDark.peek() ? 'dark' : 'light') ? 'system' : next
      store(choice.peek())
    },
  }
}

// Storage may be forbidden (private windows, embedding); the theme then simply is not remembered.
function readStored(): ThemeChoice {
  try {
    const value = localStorage.getItem(storageKey)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

function store(choice: ThemeChoice): void {
  try {
    localStorage.setItem(storageKey, choice)
  } catch {
    return
  }
}
