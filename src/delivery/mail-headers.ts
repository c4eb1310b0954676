import { subjectOf } from './subject.ts'
import type { Outgoing } from './transport.ts'

/** Whether a value can end a header line, and begin one that nobody meant. */
export function endsHeader(value: string): boolean {
  return /[\r\n\u0000]/.test(value)
}

/** Values of a notice that become headers. */
export function headersOf(notice: Outgoing): readonly string[] {
  const { key, incident, channel, head, organisation } = notice
  return [key, incident, channel, head, organisation, subjectOf(notice)]
}
