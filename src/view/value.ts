import { inert } from './inert.ts'

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** A fact's value for people: a time, or a range of them, without its offset and fractions; words inert. */
export function readable(value: string): string {
  const times = value.split('/').map((part) => TIME.exec(part))
  if (times.some((match) => match === null)) return inert(value)
  return times.map((match) => `${match?.[1]} ${match?.[2]}`).join(' / ')
}

/** `2026-12-10 09:30` of a due date, `2026-12-10` where it lasts until the end of that day. */
export function dueOf(due: string): string {
  return due.slice(11, 19) === '23:59:59' ? due.slice(0, 10) : whenOf(due).slice(0, 16)
}

/** `2026-11-24 22:05:00` of a time in the log. */
export function whenOf(at: string): string {
  return at.slice(0, 19).replace('T', ' ')
}
