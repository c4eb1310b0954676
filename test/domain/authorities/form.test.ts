import { describe, expect, it } from 'vitest'
import {
  currencyOf,
  type FieldForm,
  type FieldKind,
  type FormField,
  fieldsOf,
  fieldValueOf,
  formDuration,
  isFieldAsked,
  stagesOf,
} from '../../../src/domain/authorities/form.ts'
import { formDocument } from '../../../src/domain/authorities/form-document.ts'

const field = (kind: FieldKind, more: Partial<FieldForm> = {}): FieldForm => ({
  kind,
  options: [],
  pattern: null,
  otherPath: null,
  ...more,
})

describe('what a text means in a field of a form', () => {
  it.each<[FieldKind, string, unknown]>([
    ['text', 'in words', 'in words'],
    ['text', ' ', null],
    ['count', '120', 120],
    ['count', '1.5', null],
    ['number', '-1.5', -1.5],
    ['number', 'many', null],
    ['percentage', '1.5', 1.5],
    ['percentage', '101', null],
    ['percentage', '-1', null],
    ['percentage', 'half', null],
    ['amount', '1200', 1200],
    ['amount', '1200.50 EUR', 1200.5],
    ['amount', 'much', null],
    ['boolean', 'yes', true],
    ['boolean', 'no', false],
    ['boolean', 'maybe', null],
    ['time', '2026-11-24T22:05:00.120+09:00', '2026-11-24T13:05:00Z'],
    ['time', '22:05', null],
    ['duration', '000:01:30', '000:01:30'],
    ['duration', '90 minutes', null],
  ])('of kind %s: %s', (kind, text, value) => {
    expect(fieldValueOf(field(kind), text)).toEqual(value)
  })

  it('is one of the options of a choice, or several of them', () => {
    const options = ['a', 'b', 'c']
    expect(fieldValueOf(field('choice', { options }), 'a')).toBe('a')
    expect(fieldValueOf(field('choice', { options }), 'd')).toBeNull()
    expect(fieldValueOf(field('choices', { options }), 'a,c')).toEqual(['a', 'c'])
    expect(fieldValueOf(field('choices', { options }), 'a,d')).toBeNull()
  })

  it('has the form that a pattern demands, unless there is another place for what has not', () => {
    expect(fieldValueOf(field('text', { pattern: '^\\d+$' }), '12')).toBe('12')
    expect(fieldValueOf(field('text', { pattern: '^\\d+$' }), 'twelve')).toBeNull()
    expect(fieldValueOf(field('text', { pattern: '^\\d+$', otherPath: 'words' }), 'twelve')).toBe('twelve')
  })

  it('has a currency if it is an amount that names one', () => {
    expect(['1200 EUR', '1200', 'much'].map(currencyOf)).toEqual(['EUR', null, null])
  })

  it('is a duration in whole minutes', () => {
    expect(formDuration(90 * 60_000 + 59_000)).toBe('000:01:30')
    expect(formDuration(49 * 3_600_000)).toBe('002:01:00')
  })
})

describe('a field of a form', () => {
  const given = (more: Partial<FormField>): FormField =>
    ({ reports: [], fixed: null, when: null, ...more }) as FormField

  it('is asked for by the reports that it names, or by all', () => {
    const form = [given({ id: '1' }), given({ id: '2', reports: ['final'] })]
    expect(fieldsOf(form, null).map(({ id }) => id)).toEqual(['1', '2'])
    expect(fieldsOf(form, 'first').map(({ id }) => id)).toEqual(['1'])
    expect(fieldsOf(form, 'final').map(({ id }) => id)).toEqual(['1', '2'])
    expect(stagesOf(['first', 'final'], form)).toEqual(['first', 'final'])
    expect(stagesOf(['first', 'final'], [given({ fixed: { first: 'x' } })])).toEqual(['first', 'final'])
    expect(stagesOf(['first', 'final'], [given({})])).toEqual([])
  })

  it('may depend on what another one says', () => {
    const asked = (is: readonly string[], value: Parameters<Parameters<typeof isFieldAsked>[1]> | unknown) =>
      isFieldAsked({ when: { field: '1', is } }, () => value as never)
    expect(isFieldAsked({ when: null }, () => null)).toBe(true)
    expect(asked(['a'], ['b', 'a'])).toBe(true)
    expect(asked(['a'], 'b')).toBe(false)
    expect(asked(['a'], null)).toBe(false)
    expect(asked(['yes'], true)).toBe(true)
    expect(asked(['yes'], false)).toBe(false)
    expect(asked(['7'], 7)).toBe(true)
  })
})

describe('the document of a form', () => {
  it('has each value at its path', () => {
    const values = [
      { path: 'name', value: 'A' },
      { path: 'who.code', value: 'B' },
      { path: 'who.age', value: 7 },
      { path: 'list[0].one', value: 'x' },
      { path: 'list[0].two', value: true },
      { path: 'kinds', value: ['p', 'q'] },
    ]
    expect(formDocument(values, {})).toEqual({
      name: 'A',
      who: { code: 'B', age: 7 },
      list: [{ one: 'x', two: true }],
      kinds: ['p', 'q'],
    })
  })

  it('makes an item for each value, to which others are added by that value', () => {
    const values = [
      { path: 'in.types[].kind', value: ['a', 'b'] },
      { path: 'in.types[kind=b].words', value: 'more' },
      { path: 'in.types[kind=c].words', value: 'left out' },
    ]
    expect(formDocument(values, {})).toEqual({ in: { types: [{ kind: 'a' }, { kind: 'b', words: 'more' }] } })
    expect(formDocument([{ path: 'none[kind=c].words', value: 'left out' }], {})).toEqual({})
  })

  it('has constants only where the object around them is', () => {
    const constants = { 'who.kind': 'W', 'list[0].kind': 'L', 'other.kind': 'O', 'rest[0].kind': 'R' }
    const values = [
      { path: 'who.code', value: 'B' },
      { path: 'list[0].one', value: 'x' },
    ]
    expect(formDocument(values, constants)).toEqual({
      who: { code: 'B', kind: 'W' },
      list: [{ one: 'x', kind: 'L' }],
    })
  })
})
