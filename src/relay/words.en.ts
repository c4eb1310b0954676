import { pluralize } from '../i18n/words.en.ts'
import type { KnownFork } from '../store/relay-state.ts'

export const relay = {
  synced: (incident: string, pushed: number, pulled: number) =>
    `${incident}  ${pluralize(pushed, 'event')} sent, ${pulled} received`,
  nothing: (name: string) => `relay ${name}: nothing to share`,
  done: (name: string, incidents: number) => `relay ${name}: ${pluralize(incidents, 'incident')} up to date`,
  refused: (incident: string, writers: readonly string[]) =>
    `${incident}: the relay has lines of ${writers.join(', ')} that do not verify or contradict those here; they were kept out`,
  forked: (incident: string, { writer, base, last, lastElsewhere, counts, isOwn }: KnownFork) => {
    const mine = `${writer}:${base + 1} to ${last}`
    if (isOwn)
      return counts
        ? `${incident}: the state folder of this machine was copied, and the copy recorded as ${writer} too (${base + 1} to ${lastElsewhere}). Machines that had neither take over what this one recorded (${mine}), not what the copy did. From now on this one records as a new writer`
        : `${incident}: the state folder of this machine was copied, and the copy recorded as ${writer} too (${base + 1} to ${lastElsewhere}). Machines that had neither take over what the copy recorded: NOT ${mine} of this machine, which may be only here. Look at them in the log, and record again what the others need. From now on this one records as a new writer`
    return counts
      ? `${incident}: a state folder was copied, and two machines recorded as ${writer} after ${base}. What is here (${mine}) is what machines take over that had neither; the other lines, up to ${lastElsewhere}, are left out here: ask whoever recorded them`
      : `${incident}: a state folder was copied, and two machines recorded as ${writer} after ${base}. What came here first (${mine}) counts here; machines that had neither take over the other lines, up to ${lastElsewhere}, which are left out here: ask whoever recorded them`
  },
  waiting: (count: number) => `${pluralize(count, 'event')} not shared yet`,
  setUp: (name: string) => `relay ${name}: set up. For each person or machine: grant halt_operator to ROLE`,
}
export type RelayWords = typeof relay
