import { useEffect, useState } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'

/** A file dropped anywhere on the page is opened, as by “Open a file”. */
export function FileDrop({ lab }: { lab: Pick<Laboratory, 'openFile'> }) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    const drag = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      event.preventDefault() // else the browser leaves the page to show the file
      setOver(true)
    }
    const leave = (event: DragEvent): void => { if (event.relatedTarget === null) setOver(false) }
    const drop = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      event.preventDefault()
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file !== undefined) void lab.openFile(file)
    }
    const listeners = [['dragenter', drag], ['dragover', drag], ['dragleave', leave], ['drop', drop]] as const
    listeners.forEach(([kind, listener]) => window.addEventListener(kind, listener))
    return () => listeners.forEach(([kind, listener]) => window.removeEventListener(kind, listener))
  }, [lab])
  return over ? <div class="drop-here" aria-hidden="true">Drop the file to open it</div> : null
}
