/** What a page says, and what is said around it. */
export interface PagingText {
  readonly subject: (what: string, title: string) => string
  readonly stopped: (what: readonly string[]) => string
  readonly stoppedUnknown: string
  readonly stoppedNothing: string
  readonly incident: (id: string) => string
  readonly calledBy: (operator: string, name: string, party: string | null) => string
  /** How to answer; `line` records the answer. */
  readonly answer: (line: string) => string
  readonly drill: string
  readonly byHand: (name: string, ways: string) => string
  readonly failed: (name: string, way: string, why: string) => string
  readonly stopping: string
  readonly dryRunStays: (name: string, way: string, why: string) => string
  readonly dryRun: (name: string, way: string, target: string) => string
}

export const paging: PagingText = {
  subject: (what, title) => `PAGE ${what}: ${title}`,
  stopped: (what) => `Stopped: ${what.join(', ')}`,
  stoppedUnknown: 'What is stopped: not known yet',
  stoppedNothing: 'What is stopped: nothing now',
  incident: (id) => `Incident: ${id}`,
  calledBy: (operator, name, party) => `${operator} calls ${name}${party === null ? '' : ` for ${party}`}`,
  answer: (line) => `Please get in touch at once. Whoever takes your answer records it: ${line}`,
  drill: 'this is a drill: nobody is paged, and it is recorded as simulated',
  byHand: (name, ways) => `call ${name} yourself: ${ways}`,
  failed: (name, way, why) => `${name} by ${way}: ${why}`,
  stopping: 'stopping: nobody more is paged, what is under way ends and is recorded; once more ends at once',
  dryRunStays: (name, way, why) => `DRY RUN ${name} by ${way}: would NOT go: ${why}`,
  dryRun: (name, way, target) => `DRY RUN ${name} by ${way}: would go to ${target}`,
}
