import { pluralize } from '../i18n/words.en.ts'
import type { KnownFork, RelayChange } from '../store/relay-state.ts'

const range = (writer: string, from: number, to: number) => `${writer}:${from}${to > from ? ` to ${to}` : ''}`

const named = (names: readonly string[], more: number) => `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`

export const relay = {
  synced: (incident: string, pushed: number, pulled: number) =>
    `${incident}  ${pluralize(pushed, 'event')} sent, ${pulled} received`,
  nothing: (name: string) => `relay ${name}: nothing to share`,
  done: (name: string, incidents: number) => `relay ${name}: ${pluralize(incidents, 'incident')} up to date`,
  refused: (incident: string, writers: readonly string[], more: number) =>
    `${incident}: the relay has lines of ${named(writers, more)} that do not verify or contradict those here; they were kept out`,
  forked: (incident: string, { writer, base, last, lastElsewhere, counts, isOtherKey, isOwn }: KnownFork) => {
    const [here, elsewhere] = [range(writer, base + 1, last), range(writer, base + 1, lastElsewhere)]
    if (isOtherKey) {
      const found = `${incident}: other lines in the relay have the name of ${writer} and another key (${elsewhere})`
      const who = 'whoever wrote them has a password of the relay'
      if (counts && !isOwn) return `${found}; ${who}. They were left out: those that are here are the ones that count`
      if (counts) return `${found}: ${who}, and not the key of this machine. They were left out`
      return `${found}; ${who}. Machines that have neither take over the others, not those that are here. ${isOwn ? `From now on this machine records as a new writer: look at ${here} with log, and record again what others need` : `Ask whose they are before you rely on either`}`
    }
    const found = `${incident}: other lines have the place of ${here} and are signed with the same key (${elsewhere})`
    if (isOwn)
      return `${found}: the state folder of this machine was copied or restored. Machines that have neither take over ${counts ? `those that are here, not the others` : `the others: NOT ${here} of this machine, which may be only here. Look at them with log, and record again what others need`}. From now on this machine records as a new writer`
    return `${found}: a state folder was copied or restored. ${counts ? 'Those that are here are what machines take over that have neither' : 'Those that came here first count here; machines that have neither take over the others'}. The others were left out here: ask whoever recorded them`
  },
  searching: (id: string) =>
    `${id}: the relay has more first lines of it than could be checked so far; it is not here until its declaration is found among them, and each sync goes on where the last one stopped: run it again`,
  moreForks: (incident: string, count: number) =>
    `${incident}: ${pluralize(count, 'more place')} in the relay with other lines than those here; they are not listed`,
  acceptedKey: (writer: string, key: string) =>
    `accepted is ${writer} with the lines that are here and this key: ${key}. The lines in the relay with the same name and another key stay out, and are not accepted`,
  unread: (incident: string, writers: readonly string[], more: number) =>
    `${incident}: the relay has more lines in the name of ${named(writers, more)} than could be checked so far, and something true may be among them; each sync goes on where the last one stopped`,
  /** `at` is when it was noticed; null for now. */
  changed: (name: string, { isOther, alternates = false }: RelayChange, at: string | null) =>
    alternates
      ? `the relay ${name} is in turn one of two or more${at === null ? '' : ` (noticed ${at})`}: one answers that had answered before, and another in between. What is here is sent to each of them, but a machine gets only what is in the one that answers it, and several may send notices at the same time. Have the address lead to a single database`
      : isOther
        ? `the relay ${name} is another one than before${at === null ? '' : ` (noticed ${at})`}: what is here is compared with it and sent anew, closed incidents included. Whoever still reaches the earlier one shares nothing with this machine, and may send notices at the same time`
        : `the relay ${name} lacked events that it had${at === null ? '' : ` (noticed ${at})`}, as after a restore from a backup: what is here is sent again, closed incidents included. What only other machines have comes with their next sync`,
  /** `holder` says which process holds the lock at `path`; null if something else is there. */
  obstacle: (path: string, holder: string | null, isSuspended: boolean) =>
    holder === null
      ? `${path} is not a file of this program: what commands record may not be shared in the background`
      : `${holder} ${isSuspended ? 'is suspended' : 'cannot be seen from here'} and holds ${path}: until three minutes after it began, commands leave no other process behind that shares what they record`,
  stateFull: (path: string, why: string) =>
    `${path} cannot be written to (${why}): what is shared cannot be kept there, so that something may be said to wait that is shared, and commands share nothing in the background. Nothing is lost: share by hand with sync, and make room`,
  waiting: (count: number) => `${pluralize(count, 'event')} not shared yet`,
  settingUp: (name: string) => `relay ${name}: being set up; many lines that an earlier version took may take minutes`,
  setUp: (name: string) => `relay ${name}: set up. For each person or machine: grant halt_operator to ROLE`,
}
export type RelayWords = typeof relay
