/** The note itself, and four corrections to it that anyone reading the table should know. */
export function Note() {
  return (
    <section id="note" class="note" tabIndex={-1} aria-labelledby="note-title">
      <h2 id="note-title">The argument, and where it needs care</h2>
      <p>
        Katta’s note (<a href="https://arxiv.org/abs/2407.01459" rel="noreferrer">arXiv 2407.01459</a>) puts two results side by side. Scaling laws
        [Kaplan et al. 2020]: models of equal size and data reach equal loss whatever their shape, so they should learn the same features. Superposition
        [Elhage et al. 2022]: how many features share a neuron is governed by their sparsity. Take a deep model of width <i class="v">d</i> and{' '}
        <i class="v">L</i> layers, and a shallow one of width 2<i class="v">d</i> and <i class="v">L</i>/4 layers. Their parameters are equal, but the shallow one has half
        the neurons. Same features, half the neurons: twice the features per neuron, at a sparsity that has not changed.
      </p>
      <p>
        One number decides. If features learned grow as <i class="v">F</i> ∝ <i class="v">L</i><sup><i class="v">s</i></sup> along shapes of equal size, then <i class="v">s</i> = 0
        means the count follows the parameters and the note’s table is right; <i class="v">s</i> = ½ means it follows the neurons and sparsity fixes the
        packing; <i class="v">s</i> = −½ means it follows the width of the residual stream.
      </p>
      <details>
        <summary>Four corrections to the note</summary>
        <ol class="corrections">
          <li><strong>A sign and a name.</strong> The note writes <i class="v">n</i>/<i class="v">m</i> = 1/((1 − <i class="v">S</i>) log(1 − <i class="v">S</i>)), which is negative, and calls 1 − <i class="v">S</i> the sparsity; it is the density <i class="v">p</i>. The statement is <i class="v">n</i>/<i class="v">m</i> ≤ <i class="v">C</i>/(−<i class="v">p</i> ln <i class="v">p</i>).</li>
          <li><strong>A bound, not an equation.</strong> Compressed sensing gives an upper bound on superposition with an unknown constant, for exact recovery of every sparse vector. That the degree of superposition is a function of sparsity alone would need the bound to be reached. Whether it is can be measured, and here it is. Near the dense end (<i class="v">p</i> above 0.3) the expression means nothing.</li>
          <li><strong>Two readings of “neuron”.</strong> Neurons that compute are divided over layers; the residual stream has <i class="v">d</i> dimensions that all layers share. Features per residual dimension are higher in the <em>deep</em> model, the other way round. Both rows are in the table.</li>
          <li><strong>How equal is equal loss.</strong>{' '}
            Kaplan et al. write that loss “depends very weakly” on shape and varies “only a few percent” over a factor of 40 in aspect ratio; the “less than 1%” of the note is not in
            the text we read. Models with fewer than two layers deviate, so one-layer shapes are flagged. Later work finds a best shape at each size.
          </li>
        </ol>
      </details>
    </section>
  )
}
