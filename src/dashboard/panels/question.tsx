import type { Laboratory } from '../state/laboratory'

/** The note's question in plain sentences. The same words stand in index.html, so that they are there before any script. */
export function Question({ lab }: { lab: Laboratory }) {
  return (
    <section class="question" aria-labelledby="question-title">
      <h1 id="question-title">What happens to features when a network of the same size changes its shape?</h1>
      <div class="lede">
        <p>
          Scaling laws say that what a network learns depends on how many parameters it has, and hardly on whether
          it is wide or deep. But at equal parameters a wide, shallow network has fewer neurons than a narrow, deep one.
          If both learn the same features, the wide one must pack twice as many into each neuron; and superposition
          theory ties that packing to how sparse the features are, which has not changed.
        </p>
        <p>
          Both cannot be exact. This page trains such networks in your browser, counts the features each has learned,
          and says which gives way.
        </p>
        {lab.catalogue.length > 0 && (
          <p class="walk-link"><button type="button" onClick={() => void import('./walk').then(({ openStep }) => openStep(lab, 'plane'))}>Walk through the argument in eight steps</button></p>
        )}
      </div>
    </section>
  )
}
