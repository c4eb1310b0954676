import { type FormField, fieldValueOf } from '../domain/authorities/form.ts'
import { fail } from '../domain/problem.ts'
import { isUnknownMark } from '../incident/statements.ts'
import type { Clock } from '../platform/clock.ts'

/**
 * Reads `ID=VALUE`: by field, what it says, in the form that is recorded; null for `?`, which is not known. Throws
 * `bad-assignment`, `unknown-form-field`, `bad-field-value`, or the errors of `Clock`.
 */
export function parseFields(
  given: readonly string[],
  form: readonly FormField[],
  clock: Pick<Clock, 'stamp' | 'bound'>,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    given.map((statement) => {
      const equals = statement.search(/[=＝]/)
      const value = statement.slice(equals + 1).trim()
      if (equals < 1 || value === '')
        fail('bad-assignment', {
          given: statement,
          example: { en: '2.7=staff, 4.13=1200, 2.7=?', ja: '2.7=staff、4.13=1200、2.7=?' },
        })
      const id = statement.slice(0, equals).normalize('NFKC').trim()
      const names = Object.fromEntries(form.map(({ id, title }) => [id, title]))
      const allowed = form.map((field) => field.id)
      const field = form.find((one) => one.id === id) ?? fail('unknown-form-field', { given: id, allowed, names })
      return [id, isUnknownMark(value) ? null : parseField(value, field, clock)]
    }),
  )
}

/** The text of a value as it is recorded. */
function parseField(value: string, field: FormField, clock: Pick<Clock, 'stamp' | 'bound'>): string {
  const { id, kind, options, fixed } = field
  if (fixed !== null) fail('bad-field-value', { field: id, given: value, kind: 'fixed', options: [] })
  const text = kind === 'time' ? clock.stamp(clock.bound(value)) : asRecorded(value, field)
  return fieldValueOf(field, text) === null ? fail('bad-field-value', { field: id, given: value, kind, options }) : text
}

const YES = ['yes', 'true', 'y', 'はい']
const NO = ['no', 'false', 'n', 'いいえ']

function asRecorded(value: string, { kind, options }: FormField): string {
  if (kind === 'text') return value
  const plain = value.normalize('NFKC')
  const inLowerCase = plain.toLowerCase()
  if (kind === 'boolean') return YES.includes(inLowerCase) ? 'yes' : NO.includes(inLowerCase) ? 'no' : plain
  if (kind !== 'choice' && kind !== 'choices') return plain.replace(/(?<=\d),(?=\d{3})/g, '').replace(/%$/, '')
  const chosen = plain.split(/[,、]/).map((one) => one.trim())
  const spelled = chosen.map((one) => options.find((option) => option.toLowerCase() === one.toLowerCase()) ?? one)
  return [...new Set(spelled)].join(',')
}
