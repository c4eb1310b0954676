import { pluralize } from '../i18n/words.en.ts'

export const relay = {
  synced: (incident: string, pushed: number, pulled: number) =>
    `${incident}  ${pluralize(pushed, 'event')} sent, ${pulled} received`,
  nothing: (name: string) => `relay ${name}: nothing to share`,
  done: (name: string, incidents: number) => `relay ${name}: ${pluralize(incidents, 'incident')} up to date`,
  left: (count: number) => `${pluralize(count, 'more open incident')} in the relay: run sync again`,
  refused: (incident: string, writers: readonly string[]) =>
    `${incident}: the relay has lines of ${writers.join(', ')} that do not verify or contradict those here; they were kept out`,
  waiting: (count: number) => `${pluralize(count, 'event')} not shared yet`,
  setUp: (name: string) => `relay ${name}: set up. For each person or machine: grant halt_operator to ROLE`,
}
export type RelayWords = typeof relay
