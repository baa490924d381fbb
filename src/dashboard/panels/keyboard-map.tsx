import { useEffect, useRef } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'
import { shortcuts } from '../state/keyboard'

export function KeyboardMap({ lab }: { lab: Pick<Laboratory, 'keysShown' | 'shortcuts'> }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const shown = lab.keysShown.value
  useEffect(() => {
    if (shown && dialog.current?.open === false) dialog.current.showModal()
    if (!shown && dialog.current?.open === true) dialog.current.close()
  }, [shown])
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={() => { lab.keysShown.value = false }}
      onClick={(event) => { if (event.target === dialog.current) lab.keysShown.value = false }}>
      <div class="dialog-body">
        <h2 id="keys-title">Keys</h2>
        <dl class="keys">
          {shortcuts.map(({ key, does }) => <div key={key}><dt><kbd>{key.toUpperCase()}</kbd></dt><dd>{does}</dd></div>)}
        </dl>
        <label class="check">
          <input type="checkbox" checked={lab.shortcuts.value} onChange={(event) => { lab.shortcuts.value = event.currentTarget.checked }} />
          single-key shortcuts are on
        </label>
        <button type="button" onClick={() => { lab.keysShown.value = false }}>Close</button>
      </div>
    </dialog>
  )
}
