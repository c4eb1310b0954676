import type { Language, Runbook } from '../domain/runbook/runbook.ts'

/** What people call what was stopped, of `OPERATION` or `OPERATION:ASSET`: `trading`, `withdrawals XEM`. */
export function targetName(target: string, { operations }: Runbook, language: Language): string {
  const [operation = '', asset] = target.split(':')
  const name = operations[operation]?.[language] ?? operation
  return asset === undefined ? name : `${name} ${asset}`
}
