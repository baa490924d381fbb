/** A link that says what the experiment came out at elsewhere: shown where the experiment is, with the means to check it. */
import type { OnDesk } from '../state/desk'
import type { Laboratory } from '../state/laboratory'
import type { Receipt } from '../../experiment/receipt'
import { Verification } from './verification'

export function ReceiptCard({ lab, onDesk, receipt }: { lab: Pick<Laboratory, 'estimator' | 'sweeps' | 'verifier'>; onDesk: OnDesk; receipt: Receipt }) {
  return (
    <section class="card receipt-card" id="receipt" aria-labelledby="receipt-title">
      <p class="eyebrow">This link carries a receipt</p>
      <h2 id="receipt-title">What it came out at elsewhere, to be verified</h2>
      <Verification lab={lab} onDesk={onDesk} receipt={receipt} />
    </section>
  )
}
