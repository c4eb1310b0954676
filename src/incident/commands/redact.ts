import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fieldsToRedact, hasText } from '../../domain/decide/redactions.ts'
import { type Envelope, type Event, isKnown, nameOf } from '../../domain/log/event.ts'
import { covers, REDACTED, redactableFields } from '../../domain/log/redaction.ts'
import type { Journal } from '../../store/journal.ts'
import { inertLine } from '../../view/inert.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { drillPrefix } from '../event-lines.ts'
import { eventNamed } from '../event-name.ts'
import { acknowledge, appendIntents, requireText } from '../record.ts'

interface Options {
  readonly field?: string
  readonly reason?: string
}

export const help: CommandHelp = {
  page: 'log.md#redacted-text',
  examples: [
    ['redact 12 --field text --reason "the name of a customer"', 'cross out a note', 'メモを墨消しする'],
    ['redact 12 --field argv.2 --reason "a password"', 'cross out a word of a command', 'コマンドの1語を墨消しする'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '<event>',
      say(
        'WRITER:SEQ, as shown by log; of your own, SEQ',
        'log に表示される 書き手:番号（自分の記録は番号だけでも可）',
      ),
    )
    .option(
      '--field <field>',
      say(
        'the field to cross out, as log --json names it (required)',
        '墨消しするフィールド。名前は log --json のもの（必須）',
      ),
    )
    .option(
      '--reason <text>',
      say('why, without the words themselves (required)', '理由。墨消しする文は書かない（必須）'),
    )
    .action((event: string, options: Options) => start((world) => run(world, event, options)))
}

async function run(world: World, given: string, options: Options): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const { journal, clock } = chosen
  const target = eventNamed(journal, given)
  const fields = fieldsToRedact(journal, target).map((field) => `--field ${field}`)
  const field = requireText(options.field, '--field', fields.length === 0 ? undefined : fields.join(', '))
  const reason = requireText(options.reason, 'redact --reason')
  const texts = [...redactableFields(target)].flatMap(([path, text]) => (covers(field, path) ? text : []))
  const recorded = appendIntents(journal, clock, { kind: 'redact', target, field, reason })
  acknowledge(world, journal, recorded)
  const [redaction] = recorded.events
  if (redaction === undefined) return 0
  sayWhatReasonShows(world, journal, nameOf(redaction), wordsInBoth(texts, reason))
  sayWhereElse(world, journal, nameOf(target), texts)
  return 0
}

/** Says which words of the redacted text the reason of the redaction has, and how to redact that as well. */
function sayWhatReasonShows(world: World, journal: Journal, redaction: string, words: readonly string[]): void {
  if (words.length === 0) return
  const line = redactLine(world, journal, redaction, 'reason')
  world.say(`${drillPrefix(journal.incident, world.text)}${world.text.said.reasonShows(words.map(inertLine), line)}`)
}

/** The words of the texts that `reason` has as well, in whatever case. */
function wordsInBoth(texts: readonly string[], reason: string): string[] {
  const inReason = new Set(wordsIn(reason).map((word) => word.toLowerCase()))
  return [...new Set(texts.flatMap(wordsIn).filter((word) => inReason.has(word.toLowerCase())))]
}

/** Words that can tell of somebody: of three letters or digits, or of two Chinese characters. */
function wordsIn(text: string): string[] {
  const segments = [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)]
  return segments.flatMap(({ segment }) => (/\p{Script=Han}{2}|[\p{L}\p{N}]{3}/u.test(segment) ? segment : []))
}

/** Names the fields that still have the texts, and those that say the same in other words, given to the event later. */
function sayWhereElse(world: World, journal: Journal, target: string, texts: readonly string[]): void {
  const events = [...journal.events()]
  const elsewhere = events.flatMap((event) =>
    [...redactableFields(event)].flatMap(([field, text]) =>
      texts.some((one) => hasText(text, one)) ? redactLine(world, journal, nameOf(event), field) : [],
    ),
  )
  const inOtherWords = events.flatMap((event) =>
    laterWords(event, target).map((field) => redactLine(world, journal, nameOf(event), field)),
  )
  const lines = [...new Set([...elsewhere, ...inOtherWords])]
  if (lines.length > 0) world.say(`${drillPrefix(journal.incident, world.text)}${world.text.said.redactAlso(lines)}`)
}

/** The fields by which an event gives another one words that are shown. A correction's `text` stands for all of its words. */
function laterWords(event: Event | Envelope, target: string): string[] {
  if (!isKnown(event)) return []
  const { type, data } = event
  const isOfTarget =
    (type === 'event.corrected' && data.event === target) || (type === 'action.changed' && data.action === target)
  if (!isOfTarget) return []
  const shown = [...redactableFields(event)].filter(([field, text]) => WORDS.includes(field) && text !== REDACTED)
  const fields = shown.map(([field]) => field)
  return fields.includes('text') ? ['text'] : fields
}

const WORDS = ['text', 'ja', 'en']

function redactLine(world: World, { id }: Journal, event: string, field: string): string {
  return resumeCommand(world, 'redact', event, '--field', field, '--reason', world.text.said.reasonWord, '-i', id)
}
