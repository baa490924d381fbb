/**
 * A network's shape, drawn to scale. Residual networks are the note's cylinders: radius ∝ width d, height ∝ depth L,
 * so the volume is the parameter count N = 2αd²L and the side surface is the number of neurons αdL. An autoencoder
 * is drawn as its widths: n features through m hidden units and back.
 */
import type { Shape } from '../../science/models/model'
import { shapeColour } from '../charts/palette'
import { formatCount } from '../../report/phrases'

export interface Scale { readonly perWidth: number; readonly perLayer: number } // pixels per unit of d and of L

export const BOX = { width: 172, height: 150 } // of one drawing, px
const TILT = 0.3 // minor over major axis of the ellipses

/** One scale for all shapes of an experiment, so that the drawings may be compared. */
export function commonScale(shapes: readonly Shape[]): Scale {
  const widest = Math.max(...shapes.map(({ width }) => width))
  const deepest = Math.max(...shapes.map(({ depth }) => depth))
  const perWidth = (BOX.width - 12) / widest // diameter
  const tallest = Math.max(...shapes.map(({ width, depth }) => depth === deepest ? width * perWidth * TILT : 0))
  return { perWidth, perLayer: Math.min(40, (BOX.height - 10 - tallest) / deepest) }
}

export interface Cylinder { readonly cx: number; readonly rx: number; readonly ry: number; readonly top: number; readonly bottom: number }

/** Where the cylinder of a shape stands in its box. */
export function cylinderOf(shape: Shape, scale: Scale): Cylinder {
  const rx = Math.max(2.5, (shape.width * scale.perWidth) / 2), ry = rx * TILT
  const bottom = BOX.height - 4 - ry
  return { cx: BOX.width / 2, rx, ry, bottom, top: bottom - Math.max(2, shape.depth * scale.perLayer) }
}

function CylinderDrawing({ shape, index, scale }: { shape: Shape; index: number; scale: Scale }) {
  const colour = shapeColour(index)
  const { cx, rx, ry, top, bottom } = cylinderOf(shape, scale), height = bottom - top
  const rings = shape.depth > 24 ? [] : Array.from({ length: shape.depth - 1 }, (_, l) => bottom - (l + 1) * (height / shape.depth))
  return (
    <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" class="shape-svg"
      aria-label={`cylinder of radius ${shape.width} and height ${shape.depth}: width ${shape.width}, ${shape.depth} layers`}>
      <path d={`M${cx - rx} ${top} V${bottom} A${rx} ${ry} 0 0 0 ${cx + rx} ${bottom} V${top}`} fill={colour} fill-opacity="0.3" stroke={colour} stroke-width="1.5" />
      {rings.map((y) => <path key={y} d={`M${cx - rx} ${y} A${rx} ${ry} 0 0 0 ${cx + rx} ${y}`} fill="none" stroke={colour} stroke-opacity="0.75" stroke-width="1" />)}
      <ellipse cx={cx} cy={top} rx={rx} ry={ry} fill="var(--raised)" />
      <ellipse cx={cx} cy={top} rx={rx} ry={ry} fill={colour} fill-opacity="0.14" stroke={colour} stroke-width="1.5" />
    </svg>
  )
}

function AutoencoderDrawing({ features, shape, index }: { features: number; shape: Shape; index: number }) {
  const colour = shapeColour(index)
  const widest = BOX.width - 16
  const bar = (size: number) => Math.max(6, (widest * size) / Math.max(features, shape.width))
  const rows = [{ y: 22, w: bar(features) }, { y: 75, w: bar(shape.width) }, { y: 128, w: bar(features) }]
  const cx = BOX.width / 2
  return (
    <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" class="shape-svg"
      aria-label={`autoencoder: ${features} features through ${shape.width} hidden units and back`}>
      {rows.slice(1).map((row, k) => (
        <path key={k} fill={colour} fill-opacity="0.16"
          d={`M${cx - rows[k].w / 2} ${rows[k].y + 5} H${cx + rows[k].w / 2} L${cx + row.w / 2} ${row.y - 5} H${cx - row.w / 2} Z`} />
      ))}
      {rows.map(({ y, w }) => <rect key={y} x={cx - w / 2} y={y - 5} width={w} height="10" rx="3" fill={colour} />)}
    </svg>
  )
}

/** The drawings of all shapes of an experiment, in one row, with the numbers under each. */
export function ShapeRow({ entries, autoencoderFeatures }: {
  entries: readonly { readonly shape: Shape; readonly parameters: number }[]
  /** n where the model is an autoencoder; null for residual networks. */
  autoencoderFeatures: number | null
}) {
  const scale = commonScale(entries.map(({ shape }) => shape))
  return (
    <ul class="shape-row" aria-label="the shapes compared, drawn to scale">
      {entries.map(({ shape, parameters }, index) => (
        <li key={`${shape.width}-${shape.depth}-${shape.neurons}-${index}`}>
          {autoencoderFeatures === null
            ? <CylinderDrawing shape={shape} index={index} scale={scale} />
            : <AutoencoderDrawing features={autoencoderFeatures} shape={shape} index={index} />}
          <p class="shape-name">
            {autoencoderFeatures === null
              ? <><span><i class="v">d</i> = {shape.width}, </span><span><i class="v">L</i> = {shape.depth}</span></>
              : <>{autoencoderFeatures} → {shape.width} → {autoencoderFeatures}</>}
          </p>
          <p class="shape-numbers numeric">
            {formatCount(shape.neurons * shape.depth, 'neuron')}<br />
            {formatCount(parameters, 'weight')}
          </p>
        </li>
      ))}
    </ul>
  )
}

/** A small picture of an experiment's shapes, for cards. */
export function ShapeGlyph({ shapes, autoencoderFeatures }: { shapes: readonly Shape[]; autoencoderFeatures: number | null }) {
  const shown = shapes.slice(0, 5)
  const scale = commonScale(shown)
  return (
    <div class="glyph" aria-hidden="true">
      {shown.map((shape, index) => (autoencoderFeatures === null
        ? <CylinderDrawing key={index} shape={shape} index={index} scale={scale} />
        : <AutoencoderDrawing key={index} features={autoencoderFeatures} shape={shape} index={index} />))}
    </div>
  )
}
