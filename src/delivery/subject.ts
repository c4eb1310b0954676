import type { Outgoing } from './transport.ts'

/** What stands above a notice: its first subject, else the first line of its first text. */
export function subjectOf({ texts }: Outgoing): string {
  return texts[0]?.subject ?? texts[0]?.text.trimStart().split(/\r?\n/)[0] ?? ''
}
