/** The keyboard map: one table that both binds the keys and draws their list. Single keys act only when nobody types. */
import type { Laboratory } from './laboratory'

export interface Shortcut {
  readonly key: string // as KeyboardEvent.key, lower case
  readonly does: string
  readonly act: (lab: Laboratory) => void
}

export const shortcuts: readonly Shortcut[] = [
  { key: 'r', does: 'run the experiment; while another trains, put it in the queue', act: (lab) => lab.run() },
  { key: 'p', does: 'pause, or resume', act: (lab) => lab.pauseOrResume() },
  { key: 'x', does: 'stop; finished runs stay saved', act: (lab) => lab.stop() },
  { key: 'e', does: 'open or close the form', act: (lab) => lab.toggleForm() },
  { key: 's', does: 'share: copy the link, show its QR code', act: (lab) => void lab.share() },
  { key: 'u', does: 'undo the last edit', act: (lab) => lab.desk.undo() },
  { key: 'y', does: 'do it again', act: (lab) => lab.desk.redo() },
  { key: 't', does: 'light or dark', act: (lab) => lab.theme.toggle() },
  { key: '?', does: 'this list', act: (lab) => { lab.keysShown.value = !lab.keysShown.peek() } },
]

export function listenToKeys(lab: Laboratory): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
    const shortcut = shortcuts.find(({ key }) => key === event.key.toLowerCase())
    if (shortcut === undefined || (!lab.shortcuts.peek() && shortcut.key !== '?')) return
    if ((lab.keysShown.peek() && shortcut.key !== '?') || lab.shared.peek() !== null) return
    event.preventDefault()
    shortcut.act(lab)
  }
  window.addEventListener('keydown', listen)
  return () => window.removeEventListener('keydown', listen)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName))
}
