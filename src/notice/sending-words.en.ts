/** What is said around texts of notices: by the command and in the walk. */
export interface SendingText {
  readonly error: (message: string, code: string) => string
  readonly warning: (message: string, code: string) => string
  readonly noFindings: string
  readonly dryRun: string
  readonly dryRunMark: string
  readonly dryRunGoes: (channel: string, target: string) => string
  readonly dryRunStays: (channel: string, why: string) => string
  readonly drill: string
  readonly byHand: (channel: string) => string
  readonly thenSay: (line: string) => string
  readonly unsafe: (channel: string, reason: string) => string
  readonly stopping: string
  readonly progress: (channel: string, done: number, all: number) => string
  /** In the walk. */
  readonly missing: (facts: readonly string[]) => string
  readonly missingKeys: string
  readonly keys: (errors: number, sends: boolean) => string
  readonly typeToSend: (channels: readonly string[]) => string
  /** The same in a drill, where nothing leaves the machine. */
  readonly typeToRehearse: (channels: readonly string[]) => string
  readonly notSent: string
  readonly postedWhere: string
  readonly forceReason: string
  readonly claimEvidence: string
  readonly claimBy: string
  readonly editWhich: string
  readonly editLine: string
  readonly unsent: (what: string, state: 'failed' | 'unknown', reached: number) => string
  readonly retryKeys: string
  readonly nothingToSay: string
}

export const sending: SendingText = {
  error: (message, code) => `ERROR ${message} (${code})`,
  warning: (message, code) => `warning ${message} (${code})`,
  noFindings: 'no problems were found in these texts',
  dryRun: 'DRY RUN: nothing is sent, nothing is recorded',
  dryRunMark: 'DRY RUN',
  dryRunGoes: (channel, target) => `DRY RUN ${channel}: would go to ${target}`,
  dryRunStays: (channel, why) => `DRY RUN ${channel}: would NOT go: ${why}`,
  drill: 'this is a drill: nothing leaves the machine, and it is recorded as sent',
  byHand: (channel) => `${channel} is posted by hand: paste the text there`,
  thenSay: (line) => `then record it: ${line}`,
  unsafe: (channel, reason) => `${channel} is marked as not to be used: ${reason}`,
  stopping: 'stopping: nothing more is begun, what is under way ends and is recorded; once more ends at once',
  progress: (channel, done, all) => `${channel}: ${done} of ${all}`,
  missing: (facts) => `Not stated yet, and the notices state them: ${facts.join(', ')}`,
  missingKeys: '? none is known yet   f state them one by one   Enter leave them',
  keys: (errors, sends) =>
    `${sends ? `s ${errors > 0 ? 'send all the same' : 'send'}   ` : ''}y posted by hand   n next report   c channels   i edit a line   E editor   t texts again   Enter back`,
  typeToRehearse: (channels) => `As in a real halt: ${channels.join(', ')}. Type 'send' to go on`,
  typeToSend: (channels) => `This leaves the machine: ${channels.join(', ')}. Type 'send' to send it`,
  notSent: 'not confirmed; nothing was sent',
  postedWhere: 'Posted? Link (Enter: posted, no link; -: not posted)',
  forceReason: 'The texts have errors. Send them all the same? Then say why (Enter: back)',
  claimEvidence: 'A text claims that something is safe. What is the evidence? (Enter: back)',
  claimBy: 'Who approved saying so? (Enter: back)',
  editWhich: 'Number of the text (Enter: back)',
  editLine: 'Number of the line and its new words; a number alone deletes the line (Enter: done)',
  unsent(what, state, reached) {
    if (state === 'unknown') return `Whether this went out is not known: ${what}`
    return reached > 0 ? `This went to ${reached}, and not to all: ${what}` : `This did not go out: ${what}`
  },
  retryKeys: 'r send it again   u mark the channel unsafe   Enter leave it',
  nothingToSay: 'this notice has gone out on every channel already',
}
