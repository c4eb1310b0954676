import { describe, expect, it } from 'vitest'
import { TRENDS_STYLE } from '../../../src/report/picture/trends.ts'

const named = (rule = '') => Object.fromEntries([...rule.matchAll(/--(\w+):(#\w+)/g)].map(([, k, v]) => [k, v]))
const [light, dark, print] = [...TRENDS_STYLE.matchAll(/\.halt-trends\{(--[^}]*)\}/g)].map(([, names]) => named(names))
const MODES = [
  { mode: 'light', colours: light },
  { mode: 'dark', colours: { ...light, ...dark } },
  { mode: 'print, where the screen was dark', colours: { ...light, ...dark, ...print } },
]

/** Contrast ratio (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const digits = colour.slice(1).length === 3 ? colour.slice(1).replace(/./g, '$&$&') : colour.slice(1)
    const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
      const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

describe.each(MODES)('the colours of the trends: $mode', ({ colours = {} }) => {
  const onGround = (name: string) => contrast(colours[name] ?? '', colours.ground ?? '')

  it.each(['ink', 'faint', 'warn', 'link'])('text is readable: %s', (name) => {
    expect(onGround(name)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['blue', 'red', 'purple', 'green', 'ochre', 'grey'])('a shape stands out: %s', (name) => {
    expect(onGround(name)).toBeGreaterThanOrEqual(4.5)
  })
})
