import type { GoverningKind } from '../log/governing-files.ts'
import type { Incident } from './incident.ts'

/** Whether what is in force stands beside the log, and not in it. */
export function isNamed({ named, ...incident }: Incident, kind: GoverningKind): boolean {
  return named.some((file) => file.kind === kind && file.digest === incident[`${kind}Digest`])
}
