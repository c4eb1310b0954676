import type { Evidence } from '../domain/incident/incident.ts'
import type { Words } from '../text/en/words.ts'
import { inert } from './inert.ts'
import { whenOf } from './value.ts'

/** One piece of evidence in a line: its name, what it is, its size, who kept it when, and what is there of it. */
export function evidenceLine(
  { file, kind, name, bytes, at, by, event, standing }: Evidence & { readonly standing: keyof Words['standing'] },
  words: Words,
): string {
  const what = name === null ? words.evidence[kind] : `${words.evidence[kind]} ${inert(name)}`
  return `${file}  ${what}  ${words.bytes(bytes)}  ${whenOf(at)}  ${inert(by)}  ${event}  ${words.standing[standing]}`
}
