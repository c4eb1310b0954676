import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadText } from '../../src/i18n/text.ts'
import { words as english } from '../../src/i18n/words.en.ts'
import { words as japanese } from '../../src/i18n/words.ja.ts'
import { receipt } from '../../src/incident/event-lines.ts'
import { excerptWithCaret } from '../../src/runbook/finding.ts'
import { inertLine, inertLines, inertOutput, inertText } from '../../src/view/inert.ts'
import { escapeMarkdown } from '../../src/view/markdown.ts'
import { durationText, elapsedText } from '../../src/view/time-format.ts'
import { history, started } from '../given.ts'

const text = await loadText('en')

const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\u001b[2J\u001b]0;owned\u0007',
    '\u202eevil\u202c',
    'line\r\nBcc: all@example.com',
    '<script>alert(1)</script>',
    '=cmd()',
    '$(id)`id`',
    '../../etc/passwd',
    '![x](javascript:alert(1))',
    '| a | b |\n| --- | --- |',
    '# not a heading',
    '<!-- ',
    '&lt;',
    'https://example.com',
    'see www.example.com or WWW.example.com',
  ),
)

describe('untrusted text', () => {
  it('is escaped on a terminal, and stays on one line', () => {
    fc.assert(
      fc.property(HOSTILE, (said) => {
        expect(inertLine(said)).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u)
      }),
    )
  })

  it('is unchanged if printable; line breaks and control characters are replaced', () => {
    fc.assert(
      fc.property(fc.string(), (said) => {
        expect(inertLine(said)).toBe(said)
      }),
    )
    expect(inertLine('取引停止 a\nb\tc')).toBe('取引停止 a / b c')
    expect(inertLine('\u001b[31m')).toBe('\\u001b[31m')
    expect(inertLines('a\r\nb\u0007')).toEqual(['a', 'b\\u0007'])
  })

  it('of several lines is escaped line by line', () => {
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (one, other) => {
        const said = `${one}\t\n${other}\r\r\n`
        expect(inertText(said)).toBe(said.split(/\r?\n/).map(inertLine).join('\n'))
      }),
    )
  })

  it('from a program keeps its line ends, and other control characters are escaped', () => {
    fc.assert(
      fc.property(HOSTILE, (said) => {
        expect(inertOutput(said).replaceAll(/\r?\n|\t/g, '')).not.toMatch(
          /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u,
        )
      }),
    )
    expect(inertOutput('a\r\nb\n\tc')).toBe('a\r\nb\n\tc')
    expect(inertOutput('real\rfake\u001b[2J')).toBe('real\\u000dfake\\u001b[2J')
  })

  it('is escaped in Markdown', () => {
    fc.assert(
      fc.property(HOSTILE, (said) => {
        const shown = escapeMarkdown(said)
        expect(shown).not.toMatch(/[<>\n\r]/)
        expect(shown.replaceAll(/\\.|&#4[67];/g, '')).not.toMatch(/[`*_{}[\]#|~]/)
        expect(shown).not.toMatch(/^\s*([-+=]|\d+[.)])/)
        expect(shown).not.toMatch(/:\/\/|\bwww\./i)
      }),
    )
  })

  it('that starts like a list item is not a list in Markdown', () => {
    expect(escapeMarkdown('2.3-authority')).toBe('2\\.3-authority')
    expect(escapeMarkdown('- 1) a')).toBe('\\- 1) a')
  })

  it('in an event of unknown type is escaped', () => {
    const [event] = history(started({ title: 'a\u001b[2Jb' }))
    if (event === undefined) throw new Error('nothing was declared')
    expect(receipt(event, text.events)).toContain('a\\u001b[2Jb')
    const unknown = { ...event, type: 'moon.phase', data: { said: '\u202e' } }
    expect(receipt(unknown, text.events)).toMatch(/moon\.phase \{"said":"\\u202e"\}/)
  })
})

describe('elapsedText and durationText', () => {
  it.each([
    [0, 'T+00:00:00', '00:00'],
    [252_000, 'T+00:04:12', '04:12'],
    [-61_000, 'T-00:01:01', '01:01'],
    [3_600_000, 'T+01:00:00', '01:00:00'],
    [100 * 3_600_000, 'T+100:00:00', '4d 04:00:00'],
  ])('show %d ms as %s and %s', (ms, from, left) => {
    expect([elapsedText(ms), durationText(ms, english)]).toEqual([from, left])
  })

  it('durationText counts days in Japanese, too', () => {
    expect(durationText(100 * 3_600_000, japanese)).toBe('4日 04:00:00')
  })
})

describe('excerptWithCaret', () => {
  it('puts the caret below its column, counting wide characters as two', () => {
    expect(excerptWithCaret({ excerpt: 'colour: red', column: 9 })).toBe('  colour: red\n          ^')
    expect(excerptWithCaret({ excerpt: '見る: x', column: 3 })).toBe('  見る: x\n      ^')
    expect(excerptWithCaret({ excerpt: '', column: 1 })).toBe('  \n  ^')
  })
})
