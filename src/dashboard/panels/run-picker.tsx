import { settingOf, varying } from '../../science/tasks/setting'
import type { RunRecord } from '../../runner/keeping/run-record'
import { shapeColour } from '../charts/palette'
import type { Portrait } from '../charts/portrait'
import { type SweepResults } from '../charts/sweep-results'
import type { Laboratory } from '../state/laboratory'
import { mostChosenRuns } from '../state/view'
import { formatSetting, formatShape } from '../../report/labels'
import { formatInteger, formatNumber } from '../../report/numbers'

/** Which runs stand side by side: those that the page takes by itself until the reader chooses. */
export function RunPicker({ lab, results, portraits, isUsual }: { lab: Pick<Laboratory, 'look'>; results: SweepResults; portraits: readonly Portrait[]; isUsual: boolean }) {
  const shown = portraits.map(({ run }) => run.id)
  const others = results.runs.filter((run) => run.metrics !== null && !shown.includes(run.id))
  const varies = varying(results.runs.map(({ spec }) => settingOf(spec.task)))
  const lengths = new Set(results.runs.map(({ spec }) => spec.training.steps)).size > 1
  const label = (run: RunRecord): string => [
    formatShape(run.spec), formatSetting(settingOf(run.spec.task), varies), `lr ${run.spec.training.learningRate}`, lengths ? `${formatInteger(run.spec.training.steps)} steps` : '', `seed ${run.spec.seeds.init}`, `loss ${formatNumber(run.curve.loss.at(-1))}`,
  ].filter((part) => part !== '').join(', ')
  return (
    <fieldset class="feature-control">
      <legend>Runs</legend>
      <ul class="picked-runs">
        {portraits.map(({ run, label, shape }) => (
          <li key={run.id}>
            <span class="dot" style={{ background: shapeColour(shape) }} />{label}
            {portraits.length > 1 && (
              <button type="button" class="quiet small" aria-label={`leave out ${label}`} onClick={() => lab.look.change({ runs: shown.filter((id) => id !== run.id) })}>×</button>
            )}
          </li>
        ))}
      </ul>
      <div class="picker-row">
        {others.length > 0 && (
          <select aria-label={portraits.length < mostChosenRuns ? 'add a run' : 'show a run in place of the first'} value=""
            onChange={(event) => { if (event.currentTarget.value !== '') lab.look.change({ runs: [...shown, event.currentTarget.value].slice(-mostChosenRuns) }) }}>
            <option value="">{portraits.length < mostChosenRuns ? 'Add a run…' : 'Replace the first run with…'}</option>
            {others.map((run) => <option key={run.id} value={run.id}>{label(run)}</option>)}
          </select>
        )}
        {!isUsual && <button type="button" class="quiet small" onClick={() => lab.look.change({ runs: [] })}>Best of each shape</button>}
      </div>
    </fieldset>
  )
}
