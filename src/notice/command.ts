import { createHash } from 'node:crypto'
import { type Command, Option } from 'commander'
import type { Run } from '../command.ts'
import type { Intent } from '../domain/decide/decide.ts'
import { fail } from '../domain/outcome.ts'
import { customerChannels, LANGUAGES, type Language, STAGES, type Stage } from '../domain/runbook/runbook.ts'
import { type Chosen, chooseAny, chooseOpen } from '../incident/choose.ts'
import { at, forced, needed, record, tell } from '../incident/record.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { parseLink, parsePromise } from '../incident/statements.ts'
import { readText } from '../platform/bounded.ts'
import { stoppable } from '../platform/process.ts'
import type { World } from '../world.ts'
import { type Composition, checked, composeNotices, type Wanted } from './compose-notices.ts'
import { mustBeWhole, resend, sendComposed } from './send-notices.ts'
import { sendingText } from './words.ts'

/** No channel takes a notice as long as this. */
const MOST_TEXT = 64 * 1024

interface Options {
  readonly stage?: Stage
  readonly language?: Language
  readonly next?: string
  readonly check?: boolean
  readonly dryRun?: boolean
  readonly edit?: boolean
  readonly send?: boolean
  readonly retry?: boolean
  readonly posted?: boolean
  readonly link?: string
  readonly at?: string
  readonly textFile?: string
  readonly evidence?: string
  readonly approvedBy?: string
  readonly unsafe?: boolean
  readonly safe?: boolean
  readonly force?: boolean
  readonly reason?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('[channel...]', "notice channels; without them all customers' channels")
    .addOption(
      new Option('--stage <stage>', 'stage; without it the one that follows for the channel').choices([...STAGES]),
    )
    .addOption(new Option('--language <language>', 'only the text in this language').choices([...LANGUAGES]))
    .option('--next <time>', 'when the next report is promised; alone it is recorded as a promise')
    .option('--check', 'say what is wrong with the texts; exit 8 where there are errors')
    .option('--dry-run', 'show what would go where; nothing is sent or recorded')
    .option('--edit', 'edit the texts in $VISUAL or $EDITOR first')
    .option('--send', 'send them; giving this flag is the approval')
    .option('--retry', 'with --send: send once more, as it was, what did not go out')
    .option('--posted', 'record notices that a person posted')
    .option('--link <url>', 'with --posted: where it can be read')
    .option('--at <time>', 'with --posted: when')
    .option('--text-file <file>', 'with --posted: the text, if it differs or should be kept')
    .option('--evidence <text>', 'the evidence for a claim, such as that assets are safe')
    .option('--approved-by <name>', 'who approved the claim')
    .option('--unsafe', 'mark the channels as not to be used')
    .option('--safe', 'take that mark back')
    .option('--force', 'send in spite of errors, an unsafe channel or an unknown outcome')
    .option('--reason <text>', 'why, with --force, --unsafe and --safe')
    .action((channels: string[], options: Options) => start((world) => run(world, channels, options)))
}

const ACTS = ['check', 'dryRun', 'send', 'posted', 'unsafe', 'safe'] as const

async function run(world: World, channels: readonly string[], options: Options): Promise<number> {
  const acts = ACTS.filter((act) => options[act])
  mustFit(acts, options)
  if (options.unsafe || options.safe) return mark(world, channels, options)
  if (options.posted) return post(world, channels, options)
  if (options.next !== undefined && acts.length === 0 && !options.edit) return promise(world, channels, options.next)
  if (options.send && options.retry) return retry(world, channels, options)
  const chosen = options.send ? await chooseOpen(world) : chooseAny(world)
  const composed = await composeNotices(world, chosen, wantedOf(channels, options, chosen))
  const composition = options.edit ? await edited(world, chosen, composed) : composed
  if (options.send) return send(world, chosen, composition, options)
  const { printCheck, printDryRun, printTexts } = await import('./output.ts')
  if (options.check) return printCheck(world, composition)
  if (options.dryRun) return printDryRun(world, chosen, composition)
  return printTexts(world, composition)
}

/** Flags that do nothing without another one: unheeded, they would look as if they had done it. */
const NEEDS = { retry: 'send', force: 'send', link: 'posted', at: 'posted', textFile: 'posted' } as const
/** What is sent again goes as it was. */
const FRESH = ['edit', 'stage', 'language', 'next', 'evidence', 'approvedBy'] as const

function mustFit(acts: readonly (typeof ACTS)[number][], options: Options): void {
  const given = (names: readonly (keyof Options)[]) => names.filter((name) => options[name] !== undefined)
  const apart = acts.length > 1 ? acts : options.send && options.retry ? ['retry', ...given(FRESH)] : []
  if (apart.length > 1) fail('usage', { detail: apart.map(flagOf).join(' '), kind: 'conflict' })
  for (const [flag, needs] of Object.entries(NEEDS) as [keyof typeof NEEDS, (typeof NEEDS)[keyof typeof NEEDS]][])
    if (options[flag] !== undefined && !options[needs]) fail('idle-flag', { flag: flagOf(flag), needs: flagOf(needs) })
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function wantedOf(channels: readonly string[], options: Options, { clock }: Chosen): Wanted {
  const { stage, language, next } = options
  return {
    channels,
    ...(stage !== undefined && { stage }),
    ...(language !== undefined && { language }),
    next: next === undefined ? null : parsePromise(next, clock),
    claim: claimOf(options) ?? null,
  }
}

function claimOf({ evidence, approvedBy }: Options): { evidence: string; approvedBy: string } | undefined {
  if (evidence === undefined && approvedBy === undefined) return undefined
  return {
    evidence: needed(evidence, '--evidence', '--evidence'),
    approvedBy: needed(approvedBy, '--approved-by', '--approved-by'),
  }
}

async function edited(world: World, chosen: Chosen, composition: Composition): Promise<Composition> {
  if (!world.terminal.interactive) fail('editor-failed', { program: '--edit', why: 'no-terminal' })
  const { editTexts } = await import('./edited.ts')
  return checked(chosen, composition, await editTexts(world, composition.texts))
}

async function send(world: World, chosen: Chosen, composition: Composition, options: Options): Promise<number> {
  const { failureLines, printFindings, printByHand, progressOn } = await import('./output.ts')
  await printFindings(world, composition.findings)
  if (chosen.journal.incident.declaration?.drill) {
    const { words } = world.text
    world.say(`[${words.drill}] ${(await sendingText(world.text.language)).drill}`)
  }
  const progress = await progressOn(world)
  const { force } = forced(options)
  try {
    const { value, by } = await stoppable(progress.stopping, (stop) =>
      sendComposed(world, chosen, composition, {
        force,
        tell: progress.quietly((appended) => tell(world, chosen.journal, appended)),
        progress: progress.show,
        stop,
      }),
    )
    await printByHand(world, value.byHand)
    for (const line of await failureLines(world, value.sent)) world.say(line)
    mustBeWhole(value.sent, by !== null)
  } finally {
    progress.stop()
  }
  return 0
}

async function retry(world: World, channels: readonly string[], options: Options): Promise<number> {
  const chosen = await chooseOpen(world)
  if (channels.length === 0) fail('missing-argument', { name: 'channel' })
  const { failureLines, progressOn } = await import('./output.ts')
  const progress = await progressOn(world)
  const { force } = forced(options)
  try {
    const now = await currentSettings(world, chosen)
    const { value: sent, by } = await stoppable(progress.stopping, (stop) =>
      resend(world, chosen, channels, now, {
        force,
        tell: progress.quietly((appended) => tell(world, chosen.journal, appended)),
        progress: progress.show,
        stop,
      }),
    )
    for (const line of await failureLines(world, sent)) world.say(line)
    mustBeWhole(sent, by !== null)
  } finally {
    progress.stop()
  }
  return 0
}

async function mark(world: World, channels: readonly string[], options: Options): Promise<number> {
  if (channels.length === 0) fail('missing-argument', { name: 'channel' })
  const reason = needed(options.reason, '--reason', '--reason')
  return record(world, () => ({ kind: 'mark-channel', channels, safe: options.safe === true, reason }))
}

async function promise(world: World, given: readonly string[], next: string): Promise<number> {
  return record(world, ({ runbook }, clock): Intent => {
    const channels = given.length > 0 ? given : customerChannels(runbook)
    return { kind: 'promise', channels, next: parsePromise(next, clock) }
  })
}

async function post(world: World, given: readonly string[], options: Options): Promise<number> {
  const kept = textOf(options.textFile)
  const claim = claimOf(options)
  return record(
    world,
    ({ runbook }, clock): Intent => ({
      kind: 'posted',
      channels: given.length > 0 ? given : customerChannels(runbook),
      ...(options.stage !== undefined && { stage: options.stage }),
      link: options.link === undefined ? null : parseLink(options.link),
      ...kept,
      next: options.next === undefined ? null : parsePromise(options.next, clock),
      ...at(world, clock, options.at),
      ...(claim !== undefined && { claim }),
    }),
  )
}

/** The text as it stands in the file, and its SHA-256. */
function textOf(file: string | undefined): { text: string | null; digest: string | null } {
  if (file === undefined) return { text: null, digest: null }
  const { text, bytes } = readText(file, MOST_TEXT)
  return { text, digest: createHash('sha256').update(bytes).digest('hex') }
}
