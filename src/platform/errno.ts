import { constants } from 'node:os'

/** The name of a system's error, `ENOSPC`; Node itself has none for some of them, a full quota for one (`EDQUOT`). */
export function errnoName(error: unknown): string {
  const { code, errno } = error as NodeJS.ErrnoException
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return code
  const named = Object.entries(constants.errno).find(([, number]) => number === -(errno ?? 0))
  return named?.[0] ?? code ?? String(error)
}
