import { describe, expect, it } from 'vitest'
import { PICTURE_STYLE } from '../../../src/report/picture/style.ts'

const [first = '', dark = '', print = ''] = [...PICTURE_STYLE.matchAll(/\.halt-picture\{(--[^}]*)\}/g)].map(
  ([, names]) => names,
)
const named = (names: string) => Object.fromEntries([...names.matchAll(/--([\w-]+):(#\w+)/g)].map(([, k, v]) => [k, v]))
const light = named(first)
const MODES = [
  { mode: 'light', colours: light },
  { mode: 'dark', colours: { ...light, ...named(dark) } },
  { mode: 'print, where the screen was dark', colours: { ...light, ...named(dark), ...named(print) } },
]

/** The value of a CSS property in a rule, with variables resolved. */
function statedOf(selector: string, property: string, colours: Readonly<Record<string, string>>): string {
  const rule = PICTURE_STYLE.split('\n').find((line) => line.startsWith(`.halt-picture ${selector}{`)) ?? ''
  const value = new RegExp(`[{;]${property}:([^;}]+)`).exec(rule)?.[1] ?? ''
  const variable = /^var\(--(.*)\)$/.exec(value)?.[1]
  return variable === undefined ? value : (colours[variable] ?? '')
}

/** Relative luminance (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
function luminance(colour: string): number {
  const [, digits = ''] = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour) ?? []
  const six = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits
  if (six === '') throw new Error(`no colour: ${colour}`)
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(six.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** A colour that is drawn over another with some opacity. */
function blended(over: string, under: string, opacity: number): string {
  const parts = (colour: string) => {
    const digits = colour.slice(1).length === 3 ? colour.slice(1).replace(/./g, '$&$&') : colour.slice(1)
    return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16))
  }
  const below = parts(under)
  const mixed = parts(over).map((part, i) => Math.round(part * opacity + (below[i] ?? 0) * (1 - opacity)))
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const FILLED = [
  '.scope-stopped',
  '.decision',
  '.decision-good',
  '.decision-bad',
  '.lead',
  '.moment',
  '.step-done',
  '.sent',
  '.call-reached',
  '.call-raised',
]
const DRAWN = [
  '.phase',
  '.planned',
  '.overrun',
  '.curve',
  '.quiet-edge',
  '.zigzag',
  '.decision-hollow',
  '.filed',
  '.due',
  '.scope-open',
  '.step-in-progress',
  '.step-declined',
  '.step-skipped',
  '.unknown',
  '.failed',
  '.kept',
  '.missed',
]

describe.each(MODES)('the colours of the picture: $mode', ({ colours }) => {
  const value = (selector: string, property: string) => statedOf(selector, property, colours)
  const grounds = [value('.ground', 'fill'), value('.quiet', 'fill')]

  it.each(['text', '.faint,.halt-picture .time', '.length', '.alert', '.mark'])('text is readable: %s', (selector) => {
    for (const ground of grounds) expect(contrast(value(selector, 'fill'), ground)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['undeclared', 'scheduled', 'initial-response', 'during-halt', 'after-resumption'])(
    'the name of a phase is readable on it: %s',
    (phase) => {
      const [ground, line] = [value(`.phase-${phase}`, 'fill'), value('.phase-line', 'stroke')]
      const pattern = blended(line, ground, Number(value('.phase-line', 'stroke-opacity')))
      for (const behind of [ground, pattern])
        expect(contrast(value('.inside', 'fill'), behind)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each([...FILLED.map((name) => [name, 'fill']), ...DRAWN.map((name) => [name, 'stroke'])])(
    'a shape stands out: %s',
    (selector, property) => {
      for (const ground of grounds) expect(contrast(value(selector, property), ground)).toBeGreaterThanOrEqual(4.5)
    },
  )
})
