import type { Laboratory } from '../state/laboratory'

export function PageHeader({ lab }: { lab: Pick<Laboratory, 'keysShown' | 'theme'> }) {
  const dark = lab.theme.isDark.value
  return (
    <header class="page-header">
      <button type="button" class="skip-link" onClick={() => document.querySelector<HTMLElement>('main')?.focus()}>Skip to the experiment</button>
      <div class="page-header-inner">
        <p class="wordmark"><Mark /> Superposition Lab</p>
        <nav aria-label="page">
          <button type="button" class="quiet" onClick={() => scrollTo('catalogue')}>Experiments</button>
          <button type="button" class="quiet wide-only" onClick={() => scrollTo('kept')}>Results</button>
          <button type="button" class="quiet" onClick={() => scrollTo('note')}>The note</button>
          <button type="button" class="quiet wide-only" aria-haspopup="dialog" onClick={() => { lab.keysShown.value = true }}>Keys</button>
          <button type="button" class="quiet" aria-pressed={dark} onClick={() => lab.theme.toggle()}
            aria-label="dark theme" title={dark ? 'switch to light' : 'switch to dark'}>
            <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
              <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6" />
              <path d="M10 3a7 7 0 0 1 0 14Z" fill="currentColor" />
            </svg>
          </button>
        </nav>
      </div>
    </header>
  )
}

/** A pentagon of feature directions: the sign of superposition. */
function Mark() {
  const corners = Array.from({ length: 5 }, (_, k) => {
    const angle = (2 * Math.PI * k) / 5 - Math.PI / 2
    return [12 + 9 * Math.cos(angle), 12 + 9 * Math.sin(angle)] as const
  })
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      {corners.map(([x, y]) => <line key={x} x1="12" y1="12" x2={x} y2={y} stroke="currentColor" stroke-width="1.3" />)}
      {corners.map(([x, y]) => <circle key={x} cx={x} cy={y} r="2.3" fill="var(--accent)" />)}
    </svg>
  )
}

// Anchors would write to the fragment, which belongs to the experiment.
function scrollTo(id: string): void {
  const target = document.getElementById(id)
  target?.scrollIntoView({ behavior: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
  target?.focus({ preventScroll: true })
}
