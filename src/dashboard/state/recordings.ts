/**
 * Results that came with the page, of the preset on the desk, shown while there are none of the visitor's own. They are
 * fetched from the page's own origin when they are wanted, and are never kept, merged or trained on.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { Recorded, RecordedIndex } from '../../runner/reproduction/recorded'
import { fetchPart } from '../fetch-part'
import { letOthersIn } from '../let-others-in'
import type { OnDesk } from './desk'
import { endedSession, type SweepSession } from './sweeps'

export interface Recording {
  readonly recorded: Recorded
  /** Made for the panels that show results; it is not among the sweeps of the session. */
  readonly session: SweepSession
}

export interface Recordings {
  /** Of the experiment on the desk; null where there are none, or results of the visitor's own. */
  readonly shown: ReadonlySignal<Recording | null>
  /** Why those of the experiment on the desk are not shown though the page has some. */
  readonly trouble: ReadonlySignal<string | null>
  /** Fetches those of a preset's preview; once. */
  fetch(onDesk: OnDesk): Promise<void>
}

/** @param fetchFile the bytes of a file of public/recorded; null where there is none */
export function createRecordings(
  onDesk: ReadonlySignal<OnDesk | null>, own: ReadonlySignal<SweepSession | null>, fetchFile: (name: string) => Promise<Uint8Array | null>,
): Recordings {
  const fetched = signal<ReadonlyMap<string, Recording>>(new Map())
  const refused = signal<ReadonlyMap<string, string>>(new Map())
  const asked = new Set<string>()
  let index: Promise<RecordedIndex | null> | null = null

  async function recording(desk: OnDesk): Promise<Recording | null> {
    const part = await fetchPart(() => import('../../runner/reproduction/recorded'))
    if (part === null) return null
    const { readingRecorded, readRecordedIndex, recordedFile } = part
    index ??= fetchFile('index.json').then((bytes) => (bytes === null ? null : readRecordedIndex(jsonOf(bytes))))
    const file = (await index)?.files.find(({ experimentId }) => experimentId === desk.id)
    if (file === undefined) return null
    const bytes = await fetchFile(recordedFile(file.preset))
    const read = bytes === null ? null : await letOthersIn(readingRecorded(bytes))
    if (read?.ok === true && read.value.plan.experimentId === desk.id) return { recorded: read.value, session: endedSession(desk, read.value.records, []) }
    const why = read === null ? 'they could not be fetched' : read.ok ? 'they are of another experiment' : read.error
    refused.value = new Map([...refused.peek(), [desk.id, `The recorded results of this preset are not shown: ${why}.`]])
    return null
  }

  return {
    shown: computed(() => (onDesk.value === null || own.value !== null ? null : fetched.value.get(onDesk.value.id) ?? null)),
    trouble: computed(() => refused.value.get(onDesk.value?.id ?? '') ?? null),
    async fetch(desk) {
      if (desk.preset?.form !== 'preview' || asked.has(desk.id)) return
      asked.add(desk.id)
      const found = await recording(desk)
      if (found !== null) fetched.value = new Map([...fetched.peek(), [desk.id, found]])
    },
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch { // the decoder of a file
    return null
  }
}
