/** What a value has to look like. */
export type ValueForm =
  | 'text'
  | 'number'
  | 'boolean'
  | 'list'
  | 'mapping'
  | 'duration'
  | 'id'
  | 'lower-case-id'
  | 'time-of-day'
  | 'asset'
  | 'operation'
  | 'variable'
  | 'header'
  | 'path'
  | 'date'

/** A form, or what can be written as it is. */
export type Expected = ValueForm | { readonly example: string }

/** A value, key or entry of a list of `key` that has none of the expected forms, as it was written. */
export interface WrongType {
  readonly key: string
  readonly what: 'value' | 'key' | 'entry'
  readonly given: string
  readonly type: 'text' | 'number' | 'boolean' | 'list' | 'mapping' | 'nothing'
  readonly expected: readonly Expected[]
}

const QUOTABLE: readonly Expected[] = ['text', 'id', 'lower-case-id']

/** Whether only quotes are missing. */
export function isUnquoted({ type, expected }: WrongType): boolean {
  return (type === 'number' || type === 'boolean') && expected.some((one) => QUOTABLE.includes(one))
}
