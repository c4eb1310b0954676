import { constants } from 'node:os'

/** The name of a system error, such as `ENOSPC`; Node gives some only as a number (`EDQUOT`). Else its code or its text. */
export function errnoName(error: unknown): string {
  const { code, errno } = error as NodeJS.ErrnoException
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return code
  const named = Object.entries(constants.errno).find(([, number]) => number === -(errno ?? 0))
  return named?.[0] ?? code ?? String(error)
}
