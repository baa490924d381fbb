/**
 * What lies on the desk: the one experiment that the address names, or why it names none. The fragment is the only
 * way in: a choice or an edit writes a fragment, and whatever stands there is read back. So the browser's own
 * back and forward are undo and redo, and every state that can be reached can be sent as a link.
 */
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals'
import type { Experiment } from '../../experiment/experiment'
import { experimentId } from '../../experiment/identity'
import { decodeLink, encodeLink } from '../../experiment/link'
import { planSweep } from '../../experiment/plan'
import type { Preset, PresetForm } from '../../experiment/preset'
import type { Problem } from '../../experiment/problem'
import type { Receipt } from '../../experiment/receipt'
import { shapesOf, type PlannedShape } from '../../experiment/shapes'
import type { SweepPlan } from '../../experiment/sweep-plan'
import { depthAt, pushed, type HistoryDepth } from './history-depth'

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
  /** Another fragment for the entry that is shown. */
  replace(fragment: string): void
  /** Where the entry that is shown lies among those of this page. */
  depth(): HistoryDepth
  /** One entry back (-1) or forward (+1), as the browser's own buttons do. */
  go(by: -1 | 1): void
  /** Calls back when the reader goes back or forward, or edits the address. */
  onChange(listener: () => void): void
}

export interface Desk {
  readonly content: ReadonlySignal<DeskContent>
  readonly onDesk: ReadonlySignal<OnDesk | null>
  place(experiment: Experiment): void
  /** What it would be on the desk; nothing is placed. */
  lay(experiment: Experiment): OnDesk
  /** Back to the first preset, by an empty fragment. */
  clear(): void
  readonly canUndo: ReadonlySignal<boolean>
  readonly canRedo: ReadonlySignal<boolean>
  /** Does nothing at the entry with which the page began: what lies below it is another page. */
  undo(): void
  /** Does nothing where nothing was undone. */
  redo(): void
  /** What of the results the address says is looked at (state/view.ts); null: nothing in particular. */
  readonly view: ReadonlySignal<string | null>
  /** Says so in the address: a look is no edit, so it makes no entry of the history. */
  lookAt(view: string | null): void
  /** What the link promises that the experiment comes out at; null where it has no receipt. */
  readonly receipt: ReadonlySignal<Receipt | null>
  /** With the view, and a receipt where one is given. */
  link(receipt?: Receipt): string
}

export function createDesk(catalogue: readonly Preset[], address: Address): Desk {
  /** The title is part of an experiment's identity, and tells presets apart before they are parsed. */
  const presetOf = ({ title }: Experiment, id: string): OnDesk['preset'] => {
    for (const preset of catalogue.filter((one) => one.title === title)) {
      for (const form of ['preview', 'full'] as const) if (experimentId(preset[form]) === id) return { preset, form }
    }
    return null
  }

  const lay = (experiment: Experiment): OnDesk => {
    const id = experimentId(experiment)
    return {
      kind: 'experiment', id, experiment, plan: planSweep(experiment), shapes: shapesOf(experiment),
      preset: presetOf(experiment, id),
    }
  }
  interface Read { readonly content: DeskContent; readonly view: string | null; readonly receipt: Receipt | null }
  const read = (): Read => {
    const fragment = address.fragment()
    const alone = (only: DeskContent): Read => ({ content: only, view: null, receipt: null })
    if (fragment.replace(/^#/, '') === '') return alone(catalogue.length > 0 ? lay(catalogue[0].preview) : { kind: 'empty' })
    const decoded = decodeLink(fragment)
    if (!decoded.ok) return alone({ kind: 'bad-link', link: fragment, problems: decoded.error })
    return { ...decoded.value, content: lay(decoded.value.experiment) }
  }

  const first = read()
  const content = signal<DeskContent>(first.content)
  const view = signal(first.view)
  const receipt = signal(first.receipt)
  const depth = signal(address.depth())
  const canUndo = computed(() => depth.value.depth > 0)
  const canRedo = computed(() => depth.value.depth < depth.value.top)
  const reread = (): void => batch(() => {
    const next = read()
    const current = content.peek()
    view.value = next.view
    receipt.value = next.receipt
    depth.value = address.depth()
    if (next.content.kind === 'experiment' && current.kind === 'experiment' && next.content.id === current.id) return
    content.value = next.content
  })
  const linkTo = (receipt?: Receipt): string =>
    content.peek().kind === 'experiment' ? encodeLink((content.peek() as OnDesk).experiment, view.peek() ?? undefined, receipt) : ''
  address.onChange(reread)
  return {
    content, view, receipt, lay, canUndo, canRedo,
    onDesk: computed(() => (content.value.kind === 'experiment' ? content.value : null)),
    place(experiment) {
      address.push(encodeLink(experiment))
      reread()
    },
    clear() {
      address.push('')
      reread()
    },
    undo() { if (canUndo.peek()) address.go(-1) },
    redo() { if (canRedo.peek()) address.go(1) },
    lookAt(next) {
      const onDesk = content.peek()
      if (onDesk.kind !== 'experiment' || next === view.peek()) return
      view.value = next
      address.replace(linkTo(receipt.peek() ?? undefined)) // the receipt stays where it stood
    },
    link: linkTo,
  }
}

/** Safari refuses more than 100 changes of the address in 30 seconds, and a slider makes more. */
const replaceMilliseconds = 350

/** The page's own address bar. An empty fragment keeps the path, so that any static host and sub-path serve. */
export function browserAddress(): Address {
  let waiting: { readonly fragment: string; readonly timer: ReturnType<typeof setTimeout> } | null = null
  const address = (fragment: string): string => (fragment === '' ? window.location.pathname + window.location.search : fragment)
  let depth = depthAt(window.history.state, null)
  const arrive = (): void => {
    depth = depthAt(window.history.state, depth)
    window.history.replaceState(depth, '')
  }
  window.history.replaceState(depth, '')
  const replaceNow = (): void => {
    if (waiting === null) return
    clearTimeout(waiting.timer)
    window.history.replaceState(depth, '', address(waiting.fragment))
    waiting = null
  }
  const forget = (): void => {
    clearTimeout(waiting?.timer)
    waiting = null
  }
  return {
    fragment: () => waiting?.fragment ?? window.location.hash,
    push(fragment) {
      replaceNow() // so that back finds the view as it was left
      depth = pushed(depth)
      window.history.pushState(depth, '', address(fragment))
    },
    replace(fragment) {
      forget()
      waiting = { fragment, timer: setTimeout(replaceNow, replaceMilliseconds) }
    },
    depth: () => depth,
    go(by) {
      replaceNow()
      window.history.go(by)
    },
    onChange: (listener) => {
      const changed = (): void => { forget(); arrive(); listener() }
      window.addEventListener('popstate', changed)
      window.addEventListener('hashchange', changed)
      window.addEventListener('pagehide', replaceNow)
    },
  }
}
