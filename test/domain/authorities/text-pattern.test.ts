import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { fieldValueOf } from '../../../src/domain/authorities/form.ts'
import { matchesPattern, textPattern } from '../../../src/domain/authorities/text-pattern.ts'

const DORA = parse(readFileSync('runbooks/authorities/eu-dora.yaml', 'utf8')) as {
  readonly form: readonly { readonly pattern?: string }[]
}
const patternsOfDora = [...new Set(DORA.form.flatMap(({ pattern }) => pattern ?? []))]
const text = (pattern: string) => ({ kind: 'text', options: [], pattern, otherPath: null }) as const

describe('the pattern of a text in a form', () => {
  // With JavaScript's own matching, each of these takes longer than the universe has existed.
  it.each([
    ['^(a+)+$', `${'a'.repeat(100)}!`],
    ['^(a|a)*$', `${'a'.repeat(100)}!`],
    [patternsOfDora.find((one) => one.includes('\\s?')) ?? '', `${'1'.repeat(100)}x`],
  ])('%s is matched in time in proportion to the text', (pattern, given) => {
    expect(fieldValueOf(text(pattern), given)).toBeNull()
    expect(fieldValueOf(text(pattern), given.slice(0, -1))).not.toBeNull()
  })

  it('of DORA can be used, and says what JavaScript says', () => {
    expect(patternsOfDora).toHaveLength(3)
    const phone = fc.stringMatching(/^\+?[0-9().\s-]{0,12}$/)
    const mail = fc.stringMatching(/^[a@.\s]{0,8}$/)
    const lei = fc.stringMatching(/^[A-Z0-9]{18}[0-9A]{1,3}$/)
    for (const pattern of patternsOfDora) expect(textPattern(pattern)).not.toBeNull()
    fc.assert(
      fc.property(fc.constantFrom(...patternsOfDora), fc.oneof(phone, mail, lei), (pattern, given) => {
        expect(matchesPattern({ pattern }, given)).toBe(new RegExp(pattern).test(given))
      }),
    )
  })

  it('says what JavaScript says, whatever is in it', () => {
    const part = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\.', '(?:a|b)', '(a)', '(b|)', '^', '$')
    const repeated = fc
      .tuple(part, fc.constantFrom('', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?'))
      .map(([one, count]) => (one === '^' || one === '$' ? one : `${one}${count}`))
    const pattern = fc.array(fc.array(repeated, { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[ab.\n]{0,6}$/), (alternatives, given) => {
        const source = alternatives.map((parts) => parts.join('')).join('|')
        expect([source, textPattern(source)?.isIn(given)]).toEqual([source, new RegExp(source).test(given)])
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['(', 'none'],
    ['a(?=b)', 'lookaround'],
    ['(a(?=b))', 'lookaround'],
    ['(?<!a)b', 'lookaround'],
    ['(a)\\1', 'a reference'],
    ['(?<n>a)\\k<n>', 'a reference'],
    ['\\bword', 'the end of a word'],
    ['a{b', 'a brace'],
    ['a{999}', 'many states'],
    ['(((){99}){99}){99}', 'many states'],
    [`a${'b'.repeat(500)}`, 'its length'],
  ])('%s is refused: %s', (pattern) => {
    expect(textPattern(pattern)).toBeNull()
  })

  it('that is refused holds no text back, and no pattern takes a text that is too long', () => {
    expect(matchesPattern({ pattern: 'a(?=b)' }, 'x')).toBe(true)
    expect(matchesPattern({ pattern: null }, 'x')).toBe(true)
    expect(matchesPattern({ pattern: '^(?<word>a|b)$' }, 'c')).toBe(false)
    expect(matchesPattern({ pattern: 'a' }, 'a'.repeat(20_001))).toBe(false)
  })
})
