import question from '../question.json'
import { fetchPart } from '../fetch-part'
import type { Laboratory } from '../state/laboratory'

export function Question({ lab }: { lab: Pick<Laboratory, 'catalogue' | 'desk' | 'editing' | 'look'> }) {
  return (
    <section class="question" aria-labelledby="question-title">
      <h1 id="question-title">{question.asks}</h1>
      <div class="lede">
        {question.lede.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
        {lab.catalogue.length > 0 && (
          <p class="walk-link"><button type="button" onClick={() => void fetchPart(() => import('./walk')).then((part) => part?.openStep(lab, 'plane'))}>Walk through the argument, step by step</button></p>
        )}
      </div>
    </section>
  )
}
