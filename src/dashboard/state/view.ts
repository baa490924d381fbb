/**
 * Which part of the results is looked at: chosen runs and feature, moment of training, chart enlarged, choices of
 * axes. It rides behind the experiment in the link (experiment/link.ts) and is no part of its identity:
 *   ~section=features;runs=cf8516b6,3443e261;feature=3;step=640;chart=feature-space;choice=feature-space:principal
 * What is wrong in a link's view is reported and the plain view shown; nothing of it is guessed.
 */
import { effect, signal, type ReadonlySignal } from '@preact/signals'
import { quoted, type Problem } from '../../experiment/problem'
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { Desk } from './desk'

export interface PageView {
  /** Part of the page to begin at: the id of its element; null: the top. */
  readonly section: string | null
  /** Ids of the runs that are looked at, at most four; none: those that the page takes by itself. */
  readonly runs: readonly string[]
  readonly feature: number | null // 0 to n − 1
  /** Optimiser steps done at the moment that is looked at; null: the end of training. */
  readonly step: number | null
  /** The chart that is enlarged, by its id. */
  readonly chart: string | null
  /** Chart or panel by its id -> what was chosen in it, a kebab-case word. */
  readonly choices: Readonly<Record<string, string>>
}

export const plainView: PageView = { section: null, runs: [], feature: null, step: null, chart: null, choices: {} }
export const mostChosenRuns = 4

/** Enough digits that no two of 10,000 runs are likely to share them; a longer beginning reads as well. */
const runDigits = 8
const longestText = 1000
const word = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

/** @returns null for the plain view, and for one too long for a link */
export function encodeView(view: PageView): string | null {
  const choices = Object.entries(view.choices).map(([place, choice]) => `${place}:${choice}`).sort()
  const terms = [
    view.section !== null && `section=${view.section}`,
    view.runs.length > 0 && `runs=${view.runs.map((id) => id.slice(0, runDigits)).join(',')}`,
    view.feature !== null && `feature=${view.feature}`,
    view.step !== null && `step=${view.step}`,
    view.chart !== null && `chart=${view.chart}`,
    choices.length > 0 && `choice=${choices.join(',')}`,
  ].filter((term) => term !== false)
  const text = terms.join(';')
  return text === '' || text.length > longestText ? null : text
}

/** Every problem at once; paths begin with 'view'. */
export function parseView(text: string, { runs }: Pick<SweepPlan, 'runs'>): Result<PageView, readonly Problem[]> {
  const problems: Problem[] = []
  const wrong = (path: string, allowed: string, received: string, reason?: string): void => {
    problems.push({ path: path === '' ? 'view' : `view.${path}`, allowed, received, ...(reason !== undefined && { reason }) })
  }
  const wordOf = (path: string, value: string): string => {
    if (!word.test(value)) wrong(path, 'a word of a–z, 0–9 and -', quoted(value))
    return value
  }
  const indexOf = (path: string, value: string, most: number, what: string): number => {
    if (!/^(?:0|[1-9]\d{0,9})$/.test(value) || Number(value) > most) wrong(path, `a whole number from 0 to ${most}`, quoted(value), what)
    return Number(value)
  }
  const readers: Readonly<Record<string, (value: string) => Partial<PageView>>> = {
    section: (value) => ({ section: wordOf('section', value) }),
    chart: (value) => ({ chart: wordOf('chart', value) }),
    feature: (value) => ({ feature: indexOf('feature', value, runs[0].spec.task.featureCount - 1, 'features are counted from 0') }),
    step: (value) => ({ step: indexOf('step', value, Math.max(...new Set(runs.map(({ spec }) => spec.training.steps))), 'optimiser steps of the experiment') }),
    runs: (value) => ({ runs: chosenRuns(value.split(','), runs.map(({ id }) => id), wrong) }),
    choice(value) {
      const pairs = value.split(',').map((pair): [string, string] => {
        const [place, choice, ...more] = pair.split(':')
        if (choice === undefined || more.length > 0) wrong('choice', 'chart:choice', quoted(pair))
        return [wordOf('choice', place), wordOf('choice', choice ?? '')]
      })
      if (new Set(pairs.map(([place]) => place)).size < pairs.length) wrong('choice', 'one choice for each chart', 'two for one chart')
      return { choices: Object.fromEntries(pairs) }
    },
  }
  const seen = new Set<string>()
  let view = plainView
  for (const term of text.split(';')) {
    const at = term.indexOf('=')
    const name = at < 0 ? term : term.slice(0, at)
    if (at < 0 || !Object.hasOwn(readers, name)) wrong('', `${Object.keys(readers).join(', ')}, each as name=value`, quoted(term))
    else if (seen.has(name)) wrong(name, 'one of each', 'it twice')
    else view = { ...view, ...readers[name](term.slice(at + 1)) }
    seen.add(name)
  }
  return problems.length > 0 ? failure(problems) : success(view)
}

function chosenRuns(
  digits: readonly string[], ids: readonly string[], wrong: (path: string, allowed: string, received: string, reason?: string) => void,
): string[] {
  if (digits.length > mostChosenRuns) wrong('runs', `at most ${mostChosenRuns} runs`, `${digits.length} runs`)
  const chosen = digits.map((beginning, at) => {
    const meant = /^[0-9a-f]{4,16}$/.test(beginning) ? ids.filter((id) => id.startsWith(beginning)) : []
    if (meant.length !== 1) {
      wrong(`runs[${at}]`, 'the first 4 to 16 digits of the id of one run', quoted(beginning),
        meant.length > 1 ? 'several runs of this experiment begin so' : 'no run of this experiment begins so')
    }
    return meant[0] ?? beginning
  })
  if (new Set(chosen).size < chosen.length) wrong('runs', 'different runs', 'a run twice')
  return chosen
}

export interface PageViews {
  readonly current: ReadonlySignal<PageView>
  /** What is wrong with the view of the link that was opened. */
  readonly problems: ReadonlySignal<readonly Problem[]>
  change(to: Partial<PageView>): void
  /** Adds a run to those looked at, or takes it away; the fifth pushes the first out. */
  toggleRun(id: string): void
}

/** Follows the desk: another experiment, or another link, brings its own view. */
export function createPageViews(desk: Desk): PageViews {
  const problems = signal<readonly Problem[]>([])
  const current = signal<PageView>(plainView)
  let written: { readonly experiment: string | undefined; readonly text: string | null } | null = null
  effect(() => {
    const onDesk = desk.onDesk.value, text = desk.view.value
    if (written !== null && written.experiment === onDesk?.id && written.text === text) return
    written = { experiment: onDesk?.id, text }
    const parsed = text === null || onDesk === null ? success(plainView) : parseView(text, onDesk.plan)
    current.value = parsed.ok ? parsed.value : plainView
    problems.value = parsed.ok ? [] : parsed.error
  })
  const change = (to: Partial<PageView>): void => {
    current.value = { ...current.peek(), ...to }
    problems.value = []
    written = { experiment: desk.onDesk.peek()?.id, text: encodeView(current.peek()) }
    desk.lookAt(written.text)
  }
  return {
    current, problems, change,
    toggleRun(id) {
      const { runs } = current.peek()
      change({ runs: runs.includes(id) ? runs.filter((other) => other !== id) : [...runs, id].slice(-mostChosenRuns) })
    },
  }
}
