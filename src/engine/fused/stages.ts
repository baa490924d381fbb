/** The WGSL files of the fused engine, each by its path in this folder. Which kernel is made of which: kernels.ts. */
import type { Stage } from './compose'
import activationPass from './activation-pass.wgsl?raw'
import layeredGradient from './layered-gradient.wgsl?raw'
import persistentAutoencoder from './persistent-autoencoder.wgsl?raw'
import target from './target.wgsl?raw'
import activation from './stages/activation.wgsl?raw'
import adam from './stages/adam.wgsl?raw'
import chunk from './stages/chunk.wgsl?raw'
import drawGroup from './stages/draw-group.wgsl?raw'
import embedSkipping from './stages/embed-skipping.wgsl?raw'
import everyEntry from './stages/every-entry.wgsl?raw'
import featureLaw from './stages/feature-law.wgsl?raw'
import gap from './stages/gap.wgsl?raw'
import gradientTile from './stages/gradient-tile.wgsl?raw'
import instance from './stages/instance.wgsl?raw'
import narrowAutoencoder from './stages/narrow/autoencoder.wgsl?raw'
import narrowEmbed from './stages/narrow/embed.wgsl?raw'
import narrowResidual from './stages/narrow/residual.wgsl?raw'
import narrowRmsNorm from './stages/narrow/rms-norm.wgsl?raw'
import narrowRows from './stages/narrow/rows.wgsl?raw'
import narrowSoftmax from './stages/narrow/softmax.wgsl?raw'
import narrowSquaredError from './stages/narrow/squared-error.wgsl?raw'
import philox from './stages/philox.wgsl?raw'
import plainAutoencoder from './stages/plain/autoencoder.wgsl?raw'
import plainEmbed from './stages/plain/embed.wgsl?raw'
import plainReadOut from './stages/plain/read-out.wgsl?raw'
import plainResidual from './stages/plain/residual.wgsl?raw'
import plainRmsNorm from './stages/plain/rms-norm.wgsl?raw'
import plainRows from './stages/plain/rows.wgsl?raw'
import plainSoftmax from './stages/plain/softmax.wgsl?raw'
import plainSquaredError from './stages/plain/squared-error.wgsl?raw'
import quadSwaps from './stages/quad-swaps.wgsl?raw'
import recall from './stages/recall.wgsl?raw'
import samples from './stages/samples.wgsl?raw'
import skipping from './stages/skipping.wgsl?raw'
import squaredError from './stages/squared-error.wgsl?raw'

const texts = {
  'activation-pass.wgsl': activationPass,
  'layered-gradient.wgsl': layeredGradient,
  'persistent-autoencoder.wgsl': persistentAutoencoder,
  'target.wgsl': target,
  'stages/activation.wgsl': activation,
  'stages/adam.wgsl': adam,
  'stages/chunk.wgsl': chunk,
  'stages/draw-group.wgsl': drawGroup,
  'stages/embed-skipping.wgsl': embedSkipping,
  'stages/every-entry.wgsl': everyEntry,
  'stages/feature-law.wgsl': featureLaw,
  'stages/gap.wgsl': gap,
  'stages/gradient-tile.wgsl': gradientTile,
  'stages/instance.wgsl': instance,
  'stages/narrow/autoencoder.wgsl': narrowAutoencoder,
  'stages/narrow/embed.wgsl': narrowEmbed,
  'stages/narrow/residual.wgsl': narrowResidual,
  'stages/narrow/rms-norm.wgsl': narrowRmsNorm,
  'stages/narrow/rows.wgsl': narrowRows,
  'stages/narrow/softmax.wgsl': narrowSoftmax,
  'stages/narrow/squared-error.wgsl': narrowSquaredError,
  'stages/philox.wgsl': philox,
  'stages/plain/autoencoder.wgsl': plainAutoencoder,
  'stages/plain/embed.wgsl': plainEmbed,
  'stages/plain/read-out.wgsl': plainReadOut,
  'stages/plain/residual.wgsl': plainResidual,
  'stages/plain/rms-norm.wgsl': plainRmsNorm,
  'stages/plain/rows.wgsl': plainRows,
  'stages/plain/softmax.wgsl': plainSoftmax,
  'stages/plain/squared-error.wgsl': plainSquaredError,
  'stages/quad-swaps.wgsl': quadSwaps,
  'stages/recall.wgsl': recall,
  'stages/samples.wgsl': samples,
  'stages/skipping.wgsl': skipping,
  'stages/squared-error.wgsl': squaredError,
}

export type StageFile = keyof typeof texts

export function stage(file: StageFile): Stage {
  return { file, text: texts[file] }
}
