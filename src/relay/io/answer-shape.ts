import type { QueryResultRow } from 'pg'

const isText = (value: unknown) => typeof value === 'string'
const isBoolean = (value: unknown) => typeof value === 'boolean'
const isBytes = (value: unknown) => Buffer.isBuffer(value)
/** The driver gives large and exact numbers as text. */
const isCount = (value: unknown) => isText(value) && Number.isSafeInteger(Number(value))
const isNumber = (value: unknown) => isText(value) && Number.isFinite(Number(value))

const orNull = (isForm: (value: unknown) => boolean) => (value: unknown) => value === null || isForm(value)

/** What each column of an answer has to be, whoever has changed the tables. */
const COLUMNS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...{
    incident: isText,
    id: isText,
    writer: isText,
    hash: isText,
    digest: isText,
    channel: isText,
    machine: isText,
    name: isText,
  },
  ...{ line: isBytes, bytes: isBytes, seq: isCount, n: isCount, lines: isCount, top: isCount, parts: isCount },
  ...{
    length: isCount,
    age: isNumber,
    ms: isNumber,
    isOpen: isBoolean,
    isOwn: isBoolean,
    isEnd: isBoolean,
    mayAdd: isBoolean,
  },
  ...{
    sender: orNull(isText),
    key: orNull(isText),
    sig: orNull(isText),
    identity: orNull(isText),
    saidAt: orNull(isCount),
  },
}

/** Whether a row of an answer has the columns that were asked for. */
export function hasShape(row: QueryResultRow): boolean {
  return Object.entries(row).every(([column, value]) => COLUMNS[column]?.(value) ?? true)
}
