/**
 * What lies on the desk: the one experiment that the address names, or why it names none. The fragment is the only
 * way in: a choice or an edit writes a fragment, and whatever stands there is read back. So the browser's own
 * back and forward are undo and redo, and every state that can be reached can be sent as a link.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { Experiment } from '../../spec/experiment'
import { experimentId } from '../../spec/identity'
import { decodeLink, encodeLink } from '../../spec/link'
import { planSweep } from '../../spec/plan'
import type { Problem } from '../../spec/problem'
import { shapesOf, type PlannedShape } from '../../spec/shapes'
import type { SweepPlan } from '../../spec/sweep-plan'
import type { Preset, PresetForm } from './preset'

export interface OnDesk {
  readonly kind: 'experiment'
  readonly id: string
  readonly experiment: Experiment
  readonly plan: SweepPlan
  readonly shapes: readonly PlannedShape[]
  /** The preset it is, unedited; null for anything else. */
  readonly preset: { readonly preset: Preset; readonly form: PresetForm } | null
}

export type DeskContent =
  | OnDesk
  | { readonly kind: 'bad-link'; readonly link: string; readonly problems: readonly Problem[] }
  | { readonly kind: 'empty' } // no link and no catalogue

/** The part of the browser that the desk needs; tests pass their own. */
export interface Address {
  fragment(): string
  /** A new entry of the history. */
  push(fragment: string): void
  /** Calls back when the reader goes back or forward, or edits the address. */
  onChange(listener: () => void): void
}

export interface Desk {
  readonly content: ReadonlySignal<DeskContent>
  readonly onDesk: ReadonlySignal<OnDesk | null>
  place(experiment: Experiment): void
  /** Back to the first preset, by an empty fragment. */
  clear(): void
  link(): string
}

export function createDesk(catalogue: readonly Preset[], address: Address): Desk {
  const presetOf = new Map<string, NonNullable<OnDesk['preset']>>()
  for (const preset of [...catalogue].reverse()) {
    presetOf.set(experimentId(preset.full), { preset, form: 'full' })
    presetOf.set(experimentId(preset.preview), { preset, form: 'preview' })
  }

  const lay = (experiment: Experiment): OnDesk => {
    const id = experimentId(experiment)
    return {
      kind: 'experiment', id, experiment, plan: planSweep(experiment), shapes: shapesOf(experiment),
      preset: presetOf.get(id) ?? null,
    }
  }
  const read = (): DeskContent => {
    const fragment = address.fragment()
    if (fragment.replace(/^#/, '') === '') return catalogue.length > 0 ? lay(catalogue[0].preview) : { kind: 'empty' }
    const decoded = decodeLink(fragment)
    return decoded.ok ? lay(decoded.value.experiment) : { kind: 'bad-link', link: fragment, problems: decoded.error }
  }

  const content = signal<DeskContent>(read())
  const reread = (): void => {
    const next = read()
    const current = content.peek()
    if (next.kind === 'experiment' && current.kind === 'experiment' && next.id === current.id) return
    content.value = next
  }
  address.onChange(reread)
  return {
    content,
    onDesk: computed(() => (content.value.kind === 'experiment' ? content.value : null)),
    place(experiment) {
      address.push(encodeLink(experiment))
      reread()
    },
    clear() {
      address.push('')
      reread()
    },
    link: () => (content.peek().kind === 'experiment' ? encodeLink((content.peek() as OnDesk).experiment) : ''),
  }
}

/** The page's own address bar. An empty fragment keeps the path, so that any static host and sub-path serve. */
export function browserAddress(): Address {
  return {
    fragment: () => window.location.hash,
    push: (fragment) => window.history.pushState(null, '', fragment === '' ? window.location.pathname + window.location.search : fragment),
    onChange: (listener) => {
      window.addEventListener('popstate', listener)
      window.addEventListener('hashchange', listener)
    },
  }
}
