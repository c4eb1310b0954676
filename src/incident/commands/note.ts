import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { decide } from '../../domain/decide/decide.ts'
import { allOrNone } from '../../domain/decide/decision.ts'
import { newNotes } from '../../domain/incident/kept-notes.ts'
import { fail } from '../../domain/problem.ts'
import { askLine } from '../../i18n/ask.ts'
import { readInput, readTextFileOrInput } from '../../platform/input.ts'
import { sameCommand } from '../../view/resume-command.ts'
import { timeText } from '../../view/time-format.ts'
import type { World } from '../../world.ts'
import { type ChosenIncident, chooseIncidentToRecord } from '../choose.ts'
import { drillPrefix } from '../event-lines.ts'
import { eventNameOf } from '../event-name.ts'
import { acknowledge, readAtOption, record, requireText } from '../record.ts'
import { addTextFlags, type TextFlags, textsGiven, wordsGiven } from '../text-flags.ts'

/** The most bytes to read from standard input: for a private note, and for one whose text is in the log. */
const MAX_PRIVATE_BYTES = 1024 * 1024
const MAX_TEXT_BYTES = 64 * 1024
/** The most bytes of a file of notes. */
const MAX_FILE_BYTES = 1024 * 1024

interface Options extends TextFlags {
  readonly at?: string
  readonly attach?: readonly string[]
  readonly private?: boolean
  readonly step?: string
  readonly hypothesis?: boolean
  readonly discards?: string
  readonly confirms?: string
  readonly key?: boolean
  readonly from?: string
}

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['note "engine-3 answers again"', 'write a note', 'メモを書く'],
    ['note "the vendor called back" --at "5m ago"', 'with the time at which it happened', '起きた時刻を付けて書く'],
    [
      'note --attach latency.png "latency, before and after"',
      'keep a copy of a file as evidence',
      'ファイルのコピーを証跡として保存する',
    ],
    [
      'note --from chat.txt',
      'record what was written down elsewhere, line by line with its times',
      '別に書き留めたメモを、時刻とともに記録する',
    ],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  addTextFlags(command, say)
    .argument('[text...]', say('the note; - reads it from standard input', 'メモ。- なら標準入力から読む'))
    .addOption(
      new Option(
        '--from <file>',
        say(
          'record what was kept elsewhere: lines 22:05 WORDS below a line with their date; - is standard input',
          '別に書き留めたメモを記録する。書き方は、日付の行の下に「22:05 内容」の行。- なら標準入力',
        ),
      ).conflicts(['at', 'attach', 'private', 'hypothesis', 'discards', 'confirms', 'key', 'textJa', 'textEn']),
    )
    .option('--at <time>', say('when it happened', '起きた時刻'))
    .addOption(new Option('--step <step>', say('the step that it is about', 'メモの対象の手順')).conflicts('private'))
    .option(
      '--attach <file>',
      say(
        'keep a copy beside the log, and its digest in it; repeatable',
        'コピーをログとは別に保存する（ログにはダイジェスト）。複数回指定できる',
      ),
      repeated,
    )
    .addOption(
      new Option(
        '--private',
        say('keep the text beside the log, not in it', '本文はログに書かず、別に保存する'),
      ).conflicts(['hypothesis', 'discards', 'confirms', 'key', 'textJa', 'textEn']),
    )
    .option('--hypothesis', say('record it as a possible cause (hypothesis)', '考えられる原因（仮説）として書く'))
    .addOption(
      new Option(
        '--discards <hypothesis>',
        say('record it as ruling out this hypothesis', 'その記録名の仮説を棄却する理由'),
      ).conflicts('confirms'),
    )
    .option(
      '--confirms <hypothesis>',
      say('record it as confirming this hypothesis: the root cause', 'その記録名の仮説を根本原因と確かめた根拠'),
    )
    .option('--key', say('mark it as a key moment for the report', '報告書の「経過」に載せる要点とする'))
    .action((words: string[], { from, ...options }: Options) =>
      start((world) =>
        from === undefined ? run(world, words.join(' '), options) : recordFrom(world, from, words.length > 0),
      ),
    )
}

/** Collects the values of an option that can be given several times, once for each. */
function repeated(given: string, before: readonly string[] = []): string[] {
  return [...before, given]
}

/** Records the notes in a file that the log does not have yet, each with its time: none if a line cannot be read. */
async function recordFrom(world: World, path: string, hasText: boolean): Promise<number> {
  if (hasText) fail('usage', { detail: 'TEXT --from', kind: 'conflict' })
  const { text } = await readTextFileOrInput(path, world.input, MAX_FILE_BYTES)
  const chosen = await chooseIncidentToRecord(world, false)
  const { readNoteLines } = await import('../note-lines.ts')
  const { notes, faults, readings } = readNoteLines(text, chosen.clock)
  const [first] = notes
  const last = notes.at(-1)
  if (faults.length > 0 || first === undefined || last === undefined) return fail('bad-notes', { path, faults })
  for (const [given, date] of readings) world.inform(world.text.said.timeRead(given, date))
  const { journal, clock } = chosen
  const appended = journal.append(clock, (incident, when) =>
    allOrNone(newNotes(notes, journal.events()).map((note) => decide(incident, { kind: 'note', ...note }, when))),
  )
  acknowledge(world, journal, appended)
  const known = notes.length - appended.events.length
  world.inform(world.text.said.notesRead(notes.length, timeText(first.at), timeText(last.at), known))
  return 0
}

/**
 * The text of a private note: as given, read from standard input if that is `-`, or asked for if it is empty. Text that is
 * piped or typed is in no shell history and no process list.
 */
async function privateText(world: World, { journal }: ChosenIncident, given: string): Promise<string> {
  if (given === '-') return requireText(await readInput(world.input, MAX_PRIVATE_BYTES), 'NOTE')
  if (given !== '') return given
  const mark = drillPrefix(journal.incident, world.text)
  const typed = await askLine(world, `${mark}${world.text.said.privateNote}`, sameCommand(world), mark)
  return requireText(typed, 'NOTE')
}

async function run(world: World, words: string, options: Options): Promise<number> {
  const { attach = [] } = options
  const texts = textsGiven(options)
  const typed = words === '-' && !options.private ? await readInput(world.input, MAX_TEXT_BYTES) : words
  const given = wordsGiven(typed, texts, world.text.language)
  const text = attach.length > 0 && given.trim() === '' ? attach.map((path) => basename(path)).join(', ') : given
  const asksForText = options.private && text === '' && world.terminal.isInteractive
  if (!asksForText) requireText(text, 'NOTE')
  const chosen = await chooseIncidentToRecord(world, false)
  const { step, hypothesis = false, discards, confirms, key = false, at } = options
  const about = step === undefined ? {} : { step }
  const nameIn = (given: string) => eventNameOf(chosen.journal, given)
  const change = {
    ...texts,
    ...about,
    ...(hypothesis && { hypothesis }),
    ...(discards !== undefined && { discards: nameIn(discards) }),
    ...(confirms !== undefined && { confirms: nameIn(confirms) }),
    ...(key && { key }),
  }
  if (attach.length === 0 && !options.private)
    return record(world, (_, clock) => ({ kind: 'note', text, ...change, ...readAtOption(world, clock, at) }), chosen)
  const { appendNoteWithEvidence } = await import('../note-with-evidence.ts')
  const { private: isPrivate = false } = options
  const note = { attach, private: isPrivate, ...change, ...readAtOption(world, chosen.clock, at) }
  const content = isPrivate ? await privateText(world, chosen, text) : text
  acknowledge(world, chosen.journal, appendNoteWithEvidence(chosen, content, note))
  return 0
}
