import type { FeedEventName } from '../domain/feeds/feed-event.ts'
import type { DeliveryOutcome } from '../domain/log/event.ts'
import { pluralize } from '../i18n/words.en.ts'

export const feeds = {
  /** Begins whatever is said of a drill. */
  drill: '[DRILL] ',
  headline: {
    declared: 'Halt declared',
    severity: 'Severity changed',
    phase: 'Next phase',
    scope: 'Change in what is stopped',
    notice: 'Notice',
    handover: 'Hand-over',
    overdue: 'Overdue',
    resumed: 'Restrictions lifted',
    closed: 'Incident closed',
  } satisfies Record<FeedEventName, string>,
  reopened: 'Stopped or restricted again',
  takenBack: (headline: string) => `Taken back: ${headline}`,
  titled: (headline: string, title: string) => `${headline}: ${title}`,
  /** All that is told of a halt that is confidential. */
  confidential: {
    declared: 'A confidential incident was declared',
    closed: 'A confidential incident was closed',
    changed: 'Something was recorded in a confidential incident',
    overdue: 'A deadline passed in a confidential incident',
  },
  confidentialDetail: 'More is known to those who work on it.',
  test: (feed: string) => `Test of the feed ${feed}`,
  testDetail: 'Nothing has happened: this only shows that messages arrive here.',
  change: (from: string, to: string) => `From ${from} to ${to}`,
  reason: (reason: string) => `Reason: ${reason}`,
  /** What is stated of an operation, with the operator's words for that. */
  stated: (target: string, state: string, words: string | null) =>
    words === null ? `${target}: ${state}` : `${target}: ${state} (${words})`,
  /** What was stated of an asset alone no longer counts. */
  asOperation: (target: string, operation: string) => `${target}: as ${operation} in general`,
  asset: (operation: string, asset: string) => `${operation} ${asset}`,
  opened: (targets: readonly string[]) => `Open again: ${targets.join(', ')}`,
  restricted: (targets: readonly string[]) => `Stopped or restricted: ${targets.join(', ')}`,
  noneRestricted: 'Nothing is stated to be stopped or restricted.',
  notStated: 'What is stopped has not been stated yet.',
  planned: (from: string, to: string) => `Planned from ${from} to ${to}`,
  posted: (notice: string) => `${notice}: posted by hand`,
  arrived: (notice: string) => `${notice}: found to have arrived`,
  delivered: (notice: string, outcome: DeliveryOutcome) =>
    `${notice}: ${{ sent: 'sent', failed: 'NOT sent', unknown: 'not known whether it was sent' }[outcome]}`,
  simulated: (notice: string) => `${notice}: sending simulated, nothing left the machine`,
  onChannel: (channel: string, notice: string) => `${channel}, ${notice}`,
  offered: (by: string, to: string) => `${by} has asked ${to} to take the lead`,
  leads: (name: string) => `${name} leads now`,
  wasDue: (name: string, at: string) => `${name} was due at ${at}`,
  /** In the last of so many messages of deadlines. */
  pauses: (count: number, isVouchedFor: boolean, until: string) =>
    `${count} overdue deadlines of this halt${isVouchedFor ? '' : ' that come from new writers'} were told within an hour: others wait until ${until}. Its status lists them all.`,
  closedAs: (as: string, duplicateOf: string | null) =>
    duplicateOf === null ? `As: ${as}` : `As: ${as} of ${duplicateOf}`,
  lead: (name: string) => `lead: ${name}`,
  facts: (facts: readonly string[]) => facts.join(' · '),
  recorded: (at: string, by: string) => `${at}, recorded by ${by}`,

  /** Of `feed list`. */
  list: {
    none: 'halt.yaml names no feed',
    name: 'feed',
    target: 'to',
    form: 'form',
    on: 'is told of',
    state: 'state',
    template: 'own template',
    everything: 'everything',
    from: (severity: string) => `from ${severity}`,
    withDrills: 'drills too',
    fine: 'up to date',
    waiting: (count: number) => (count === 1 ? '1 waits' : `${count} wait`),
    never: 'nothing told yet',
  },
  tested: (feed: string, form: string, target: string) => `${feed}: a test message went to ${target} (${form})`,
  /** Of a server that takes a message before it is posted. */
  takenOnly: 'The service has taken it. Whether it was posted there, only the room itself shows.',
  noAlert: 'It opened a test alert of the lowest severity and resolved it at once.',
  notTested: (feed: string, target: string, why: string) => `${feed}: the test message did not reach ${target}: ${why}`,
  told: (feed: string, count: number) => `${feed}: ${pluralize(count, 'message')} told`,
  nothing: (feed: string) => `${feed}: nothing to tell`,
  busy: 'another process of this machine is telling the feeds',
  behind: (feed: string, waiting: number, since: string, why: string) =>
    `feed ${feed}: ${pluralize(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} since ${since}: ${why}`,
  leftOut: (feed: string, count: number, at: string, why: string) =>
    `feed ${feed}: ${pluralize(count, 'message')} left out, the last at ${at}: ${why}`,
  tooOld: 'it could not be told for a day',
  stateFull: (path: string, why: string) => `cannot keep what was told in ${path} (${why}): it may be told again`,
}
export type FeedWords = typeof feeds
