/** The link, to be copied, scanned or, where it is too long for a chat, sent as a file. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { differencesFromDefaults } from '../../experiment/differences'
import { download, fileStem } from '../download'
import { fetchPart } from '../fetch-part'
import type { Laboratory } from '../state/laboratory'
import { longestChatLink, type SharedLink } from '../state/shared-link'
import { formatInteger } from '../../report/numbers'

/** What fits in the largest code, bytes, at the lowest error correction [ISO/IEC 18004, version 40-L]. */
const longestQr = 2953

export function ShareDialog({ lab }: { lab: Pick<Laboratory, 'desk' | 'shared'> }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const shared = lab.shared.value
  useEffect(() => {
    if (shared !== null && dialog.current?.open === false) dialog.current.showModal()
    if (shared === null && dialog.current?.open === true) dialog.current.close()
  }, [shared])
  const close = (): void => { lab.shared.value = null }
  return (
    <dialog ref={dialog} class="share" aria-labelledby="share-title" onClose={close} onClick={(event) => { if (event.target === dialog.current) close() }}>
      {shared !== null && <Body lab={lab} {...shared} close={close} />}
    </dialog>
  )
}

function Body({ lab, link, carries, copied, close }: SharedLink & { lab: Pick<Laboratory, 'desk'>; close: () => void }) {
  const tooLong = link.length > longestChatLink
  const saveFile = (): void => {
    const experiment = lab.desk.onDesk.peek()?.experiment
    if (experiment !== undefined) download(`${fileStem(experiment.title)}.experiment.json`, `${JSON.stringify(differencesFromDefaults(experiment), null, 2)}\n`, 'application/json')
  }
  return (
    <div class="dialog-body">
      <h2 id="share-title">Share this experiment</h2>
      <p class="small" role="status">
        {copied ? 'The link is copied. ' : 'The browser did not allow copying: select the link below. '}
        It carries {carries}, in {formatInteger(link.length)} characters; opening it starts nothing by itself.
      </p>
      {tooLong && (
        <p class="small notice-line">
          Many chat programs cut links of more than {formatInteger(longestChatLink)} characters. Send the experiment as a file instead: it opens with “Open a file”.
        </p>
      )}
      <input class="share-link" readOnly value={link} aria-label="link" onFocus={(event) => event.currentTarget.select()} />
      <div class="actions">
        <button type="button" onClick={saveFile}>Save as a file</button>
        <button type="button" onClick={close}>Close</button>
      </div>
      {link.length <= longestQr ? <QrCode text={link} /> : <p class="small soft">It is too long for a QR code.</p>}
    </div>
  )
}

/** Dark on light in either theme: many readers take no other. */
function QrCode({ text }: { text: string }) {
  const [modules, setModules] = useState<readonly (readonly boolean[])[] | null>(null)
  useEffect(() => {
    let wanted = true
    void fetchPart(() => import('qr')).then((part) => { if (wanted && part !== null) setModules(part.encodeQR(text, 'raw', { ecc: text.length > 1000 ? 'low' : 'medium', border: 4 })) })
    return () => { wanted = false }
  }, [text])
  if (modules === null) return <p class="small faint" aria-busy="true">Drawing the code…</p>
  const size = modules.length
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code of the link" shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
