/**
 * What charts use of the plotting library: traces, axes, layout. Its published types lag behind it (symbols per point, axes of
 * panels) and allow everything; these allow what is drawn here. Lists are parallel: one entry per point.
 */
type Coordinate = number | string | null // null: a gap in a line
type OneOrEach<Value> = Value | readonly Value[]

export type ColourScale = readonly (readonly [at: number, colour: string])[] // at ascending, 0 to 1
export interface Line { readonly color?: string; readonly width?: number; readonly dash?: string }
export interface ColourBar { readonly thickness: number; readonly len: number; readonly outlinewidth: number; readonly title?: { readonly text: string; readonly side: 'right' } }

interface Marker {
  readonly color?: OneOrEach<string> | readonly number[] // numbers through the colour scale
  readonly symbol?: OneOrEach<string>
  readonly size?: OneOrEach<number> // px
  readonly opacity?: number
  readonly line?: { readonly width: OneOrEach<number>; readonly color?: OneOrEach<string> }
  readonly colorscale?: ColourScale
  readonly cmin?: number
  readonly cmax?: number
  readonly showscale?: boolean
  readonly colorbar?: ColourBar
}

/** Lengths from each point to either end of its interval, ≥ 0. */
export interface ErrorBars {
  readonly type: 'data'
  readonly symmetric: false
  readonly array: readonly number[] // upward
  readonly arrayminus: readonly number[] // downward
  readonly color: string
  readonly thickness: number // px
  readonly width: number // px of the caps
}

type AxisName<Letter extends 'x' | 'y'> = `${Letter}${number | ''}`
type SceneName = `scene${number | ''}`

interface EveryTrace {
  readonly name?: string
  readonly legendgroup?: string
  readonly showlegend?: boolean
  readonly hoverinfo?: 'skip'
  readonly hovertemplate?: string
}
interface InPanel { readonly xaxis?: AxisName<'x'>; readonly yaxis?: AxisName<'y'> }
/** `customdata` is the feature of each point: a click on one singles it out. */
interface Points { readonly x: readonly Coordinate[]; readonly y: readonly Coordinate[]; readonly text?: readonly string[]; readonly customdata?: readonly (number | null)[]; readonly marker?: Marker }

interface Traces {
  readonly scatter: EveryTrace & InPanel & Points & {
    readonly mode: 'lines' | 'markers' | 'lines+markers'
    readonly error_x?: ErrorBars
    readonly error_y?: ErrorBars
    readonly line?: Line
    readonly fill?: 'toself'
    readonly fillcolor?: string
    readonly opacity?: number
  }
  readonly scatter3d: EveryTrace & Points & { readonly mode: 'lines' | 'markers'; readonly z: readonly Coordinate[]; readonly scene: SceneName; readonly line?: Line }
  readonly bar: EveryTrace & InPanel & Points & { readonly textposition: 'none' }
  readonly box: EveryTrace & {
    readonly y: readonly number[]
    readonly boxpoints: 'all' | false
    readonly jitter: number
    readonly pointpos: number
    readonly marker: Marker
    readonly line: Line
    readonly fillcolor: string
  }
  readonly heatmap: EveryTrace & InPanel & {
    readonly x?: readonly Coordinate[]
    readonly y?: readonly Coordinate[]
    readonly z: readonly (readonly (number | null)[])[] // rows from y[0] on
    readonly text?: readonly (readonly string[])[]
    readonly customdata?: readonly (readonly number[])[]
    readonly zmin: number
    readonly zmax: number
    readonly colorscale: ColourScale
    readonly showscale: boolean
    readonly colorbar?: ColourBar
    readonly texttemplate?: string
    readonly xgap?: number
    readonly ygap?: number
    readonly hoverongaps?: boolean
  }
}
type TraceType = keyof Traces
type Attribute = { readonly [Type in TraceType]: keyof Traces[Type] }[TraceType]

/** Of one type; attributes of other types alone are forbidden in it, so that all can be read of any. */
export type TraceOf<Type extends TraceType> = { readonly type: Type } & Traces[Type] & { readonly [Other in Exclude<Attribute, keyof Traces[Type]>]?: never }
export type Trace = { readonly [Type in TraceType]: TraceOf<Type> }[TraceType]

export interface Axis {
  readonly title?: { readonly text: string; readonly standoff?: number }
  readonly type?: 'log' | 'category'
  readonly range?: readonly [from: number, to: number] // of a logarithmic axis in decades
  readonly rangemode?: 'tozero'
  readonly autorange?: 'reversed'
  readonly tickmode?: 'array'
  readonly tickvals?: readonly number[]
  readonly ticktext?: readonly string[]
  readonly nticks?: number
  readonly showticklabels?: boolean
  readonly showgrid?: boolean
  readonly zeroline?: boolean
  readonly zerolinewidth?: number
  readonly automargin?: boolean
  readonly categoryorder?: 'array'
  readonly categoryarray?: readonly string[]
  readonly domain?: readonly [from: number, to: number] // share of the figure
  readonly anchor?: AxisName<'x' | 'y'>
  readonly matches?: AxisName<'x' | 'y'>
  readonly scaleanchor?: AxisName<'x' | 'y'>
  readonly constrain?: 'domain'
  readonly constraintoward?: 'top'
}

interface SceneAxis { readonly title: { readonly text: string }; readonly range: readonly [number, number]; readonly showticklabels: boolean; readonly nticks: number; readonly showspikes: boolean }
type Vector = Readonly<Record<'x' | 'y' | 'z', number>>
export interface Scene extends Readonly<Record<'xaxis' | 'yaxis' | 'zaxis', SceneAxis>> {
  readonly domain: Readonly<Record<'x' | 'y', readonly [number, number]>>
  readonly aspectmode: 'cube'
  readonly camera: Readonly<Record<'eye' | 'center', Vector>>
}

type Reference<Letter extends 'x' | 'y'> = 'paper' | AxisName<Letter> | `${AxisName<Letter>} domain`

export interface LayoutShape {
  readonly type: 'line' | 'rect' | 'circle'
  readonly xref: Reference<'x'>
  readonly yref: Reference<'y'>
  readonly x0: number
  readonly x1: number
  readonly y0: number
  readonly y1: number
  readonly line: Line
  readonly layer?: 'below'
  readonly fillcolor?: string
  readonly opacity?: number
}

export interface Annotation {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly xref?: Reference<'x'>
  readonly yref?: Reference<'y'>
  readonly xanchor?: 'left' | 'center' | 'right'
  readonly yanchor?: 'top' | 'middle' | 'bottom'
  readonly showarrow: false
  readonly font: { readonly size: number; readonly color?: string }
}

interface Legend { readonly orientation: 'h'; readonly x: number; readonly xanchor: 'left'; readonly y: number; readonly yanchor: 'bottom'; readonly font?: { readonly size: number } }

/** Axes of the first panel, and of all panels by name. */
export type AxisKey = `${'x' | 'y'}axis${number | ''}`
export type Axes = { readonly [Key in AxisKey]?: Axis }
export type Scenes = { readonly [Name in SceneName]?: Scene }

export interface FigureLayout extends Axes, Scenes {
  readonly height?: number // px
  readonly margin?: Readonly<Record<'l' | 'r' | 't' | 'b', number>> // px
  readonly hovermode?: 'closest'
  readonly showlegend?: boolean
  readonly legend?: Legend
  readonly shapes?: readonly LayoutShape[]
  readonly annotations?: readonly Annotation[]
  readonly barmode?: 'stack'
  readonly bargap?: number
  /** What the reader turned stays turned while this stays the same. */
  readonly uirevision?: string
}
