import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../command.ts'
import type { Intent } from '../domain/decide/decide.ts'
import { isTextOf } from '../domain/incident/approved-acts.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { toldSooner } from '../domain/incident/notice-deadlines.ts'
import { channelsToNotify } from '../domain/incident/notices.ts'
import { formatTarget } from '../domain/incident/scope.ts'
import { holdsBack } from '../domain/incident/unheeded-words.ts'
import { REDACTED } from '../domain/log/redaction.ts'
import { fail } from '../domain/problem.ts'
import { customerChannels, LANGUAGES, type Language, STAGES } from '../domain/runbook/runbook.ts'
import { languagesOf } from '../domain/settings.ts'
import { requestNamed } from '../incident/approval-request.ts'
import { type ChosenIncident, chooseIncidentToRead, chooseIncidentToRecord } from '../incident/choose.ts'
import { channelsNamed, parseStage } from '../incident/names.ts'
import { sayNoticesTakenBack } from '../incident/notices-taken-back.ts'
import { readAtOption, readForceOption, record, requireText, sayingHowItReads } from '../incident/record.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { parseLink, parsePromise } from '../incident/statements.ts'
import { readTextFileOrInput } from '../platform/input.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { type Composition, checkAgain, composeNotices, type NoticeSelection } from './compose.ts'
import { ACTIONS, checkFlags, type NoticeOptions as Options, readAgainOption, saysOtherwise } from './flags.ts'
import { pasteText } from './notice.ts'

/** In bytes; more than any channel accepts. */
const MAX_TEXT_BYTES = 64 * 1024

export const help: CommandHelp = {
  page: 'notices.md',
  examples: [
    [
      'notice',
      'show the texts for customers, ready to paste',
      '顧客向けの告知の文面を表示する（そのまま貼り付けられる）',
    ],
    ['notice CHANNEL --check', 'list what is wrong with a text', '文面の問題点を調べる'],
    ['notice --send', 'send them in the ways that halt.yaml configures', 'halt.yaml に設定した方法で送信する'],
    [
      'notice CHANNEL --posted --link https://status.example.com/1',
      'record what you posted by hand',
      '自分で掲載した告知を記録する',
    ],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[channel...]',
      say('notice channels (default, and all: all customer channels)', '告知手段。省略か all なら、顧客向けのすべて'),
    )
    .addOption(
      new Option(
        '--stage <stage>',
        say('stage (default: the next one for the channel)', '告知の区分。省略すると、その告知手段で次に来る区分'),
      )
        .choices(STAGES)
        .argParser((given) => given),
    )
    .addOption(
      new Option('--language <language>', say('only the texts in this language', 'この言語の文面だけ')).choices(
        LANGUAGES,
      ),
    )
    .option(
      '--next <time>',
      say(
        'time of the next report; alone, the next notice will give it',
        '次報の予定時刻。これだけなら、次の告知に書く',
      ),
    )
    .option(
      '--check',
      say('check the texts; exit 8 if there are errors', '文面の問題点を表示する。エラーがあれば終了コード8'),
    )
    .option(
      '--dry-run',
      say('show what would go where; send and record nothing', '何がどこに送られるかを表示する。送信も記録もしない'),
    )
    .option('--edit', say('edit the texts in $VISUAL or $EDITOR first', '先に $VISUAL または $EDITOR で文面を直す'))
    .option(
      '--send',
      say(
        'send the notices, or ask for the approval of those that need one',
        '送信する。承認が必要な告知は、承認を依頼する',
      ),
    )
    .option(
      '--retry',
      say('with --send: resend unchanged what did not go out', '届かなかったものをそのまま再送する（--send と併用）'),
    )
    .option('--posted', say('record notices posted by hand, or that arrived', '掲載した、または届いた告知を記録する'))
    .option('--link <url>', say('with --posted: URL where it was posted', '掲載先のURL（--posted と併用）'))
    .option('--at <time>', say('with --posted: when it was posted', '掲載した時刻（--posted と併用）'))
    .option(
      '--text-file <file>',
      say(
        'with --posted: the text that was posted; with --check: one to check',
        '掲載した文面のファイル（--posted と併用）、または確かめる文面のファイル（--check と併用）',
      ),
    )
    .option(
      '--correct <text>',
      say(
        'correct the last notice on the channels, which have one language',
        '直前の告知を訂正する（言語が1つの告知手段）',
      ),
    )
    .option('--correct-ja <text>', say('what the correction says in Japanese', '訂正の内容（日本語）'))
    .option('--correct-en <text>', say('what the correction says in English', '訂正の内容（英語）'))
    .option(
      '--evidence <text>',
      say('evidence for a claim, such as that assets are safe', '「資産は安全」などと断言する場合の根拠'),
    )
    .option('--approved-by <name>', say('who approved the claim', 'その断言を承認した人'))
    .option(
      '--approved <event>',
      say(
        'with --send: what another person has approved; with --posted: its text was posted',
        '別の人が承認したものを送る（--send と併用）、その文面を掲載した（--posted と併用）',
      ),
    )
    .option('--unsafe', say('mark the channels as unsafe, not to be used', 'その告知手段を使用禁止にする'))
    .option('--safe', say('mark the channels as safe again', '使用禁止を解く'))
    .option(
      '--force',
      say('send despite errors, unsafe channels or unknown outcomes', 'エラー、使用禁止、結果不明の場合でも送る'),
    )
    .option('--again', say('send what a channel already had, or nothing new', '告知済みの内容を、改めて告知する'))
    .option('--alone', say('send without the agreement of the other machines', 'ほかのマシンと調整できないまま送る'))
    .option(
      '--reason <text>',
      say(
        'with --force, --again, --alone, --unsafe or --safe: the reason',
        '理由（--force、--again、--alone、--unsafe、--safe と併用）',
      ),
    )
    .action((channels: string[], options: Options) => start((world) => run(world, channels, options)))
}

async function run(world: World, channels: readonly string[], options: Options): Promise<number> {
  const actions = ACTIONS.filter((action) => options[action])
  checkFlags(actions, options)
  if (options.unsafe || options.safe) return markChannels(world, channels, options)
  if (options.posted) return posted(world, channels, options)
  if (options.next !== undefined && actions.length === 0 && !options.edit)
    return recordPromise(world, channels, options.next)
  const { retry, send, sendApprovedNotices } = await import('./send-command.ts')
  if (options.send && options.approved !== undefined) {
    const chosen = await chooseIncidentToRecord(world)
    const { event, prepared, unheeded } = requestNamed(chosen.journal, options.approved, chosen.clock.now())
    // No reason sends anything else than what was approved.
    if (options.force && !unheeded.some(holdsBack)) fail('usage', { detail: '--approved --force', kind: 'conflict' })
    // What is sent together is approved together.
    const named = channelsNamed(channels, chosen.journal.incident.runbook)
    const asked = prepared.notices?.map(({ channel }) => channel) ?? []
    if (named.length > 0 && [...named].sort().join() !== [...asked].sort().join())
      fail('usage', { detail: `${channels.join(' ')} --approved ${event}`, kind: 'conflict' })
    return sendApprovedNotices(world, chosen, event, options)
  }
  if (options.send && options.retry) return retry(world, channels, options)
  const chosen = options.send ? await chooseIncidentToRecord(world) : chooseIncidentToRead(world)
  const selected = await selectionOf(world, channels, options, chosen)
  const { incident } = chosen.journal
  sayNoticesTakenBack(
    world,
    chosen.journal,
    selected.channels.length > 0 ? selected.channels : channelsToNotify(incident),
  )
  if (options.textFile !== undefined) return checkTextFile(world, chosen, selected, options.textFile)
  const { leaveOutTold, printCheck, printDryRun, printTexts } = await import('./output.ts')
  const leavesOut = (options.send || options.dryRun) && !options.again
  const selection = leavesOut ? await leaveOutTold(world, chosen, selected) : selected
  const composed = await composeNotices(world, chosen, selection)
  const composition = options.edit ? await editComposition(world, chosen, composed) : composed
  if (options.send) return send(world, chosen, composition, options)
  if (options.check) return printCheck(world, composition, chosen.journal.incident.runbook)
  if (options.dryRun) return printDryRun(world, chosen, composition)
  return printTexts(world, composition, chosen.journal.incident)
}

/** `notice --check --text-file`: checks a text that a person is about to post. */
async function checkTextFile(world: World, chosen: ChosenIncident, selection: NoticeSelection, file: string) {
  const { text } = await readTextFileOrInput(file, world.input, MAX_TEXT_BYTES)
  const { composePosted } = await import('./posted-text.ts')
  const { printCheck } = await import('./output.ts')
  return printCheck(world, await composePosted(world, chosen, selection, text), chosen.journal.incident.runbook)
}

async function selectionOf(
  world: World,
  named: readonly string[],
  options: Options,
  chosen: ChosenIncident,
): Promise<NoticeSelection> {
  const { language, next } = options
  const channels = channelsNamed(named, chosen.journal.incident.runbook)
  const correction = await correctionOf(world, channels, options, chosen)
  const given = options.stage === undefined ? undefined : parseStage(options.stage, chosen.journal.incident.runbook)
  const stage = correction === null ? given : 'correction'
  return {
    channels,
    ...(stage !== undefined && { stage }),
    ...(correction !== null && { correction }),
    ...(language !== undefined && { language }),
    next: next === undefined ? null : parsePromise(next, sayingHowItReads(world, chosen.clock)),
    claim: claimOf(options) ?? null,
  }
}

/**
 * What `--correct`, `--correct-ja` and `--correct-en` say, by language; null if none of them is given. `--correct` is in the
 * language of the channels: throws `missing-answer` if they have several.
 */
async function correctionOf(
  world: World,
  channels: readonly string[],
  { correct, correctJa, correctEn }: Options,
  chosen: ChosenIncident,
): Promise<Partial<Record<Language, string>> | null> {
  if (correct === undefined && correctJa === undefined && correctEn === undefined) return null
  if (channels.length === 0) fail('missing-argument', { name: 'channel' })
  const given = {
    ...(correctJa !== undefined && { ja: requireText(correctJa, '--correct-ja') }),
    ...(correctEn !== undefined && { en: requireText(correctEn, '--correct-en') }),
  }
  if (correct === undefined) return given
  const { settings } = await currentSettings(world, chosen)
  const { runbook } = chosen.journal.incident
  const [language, other] = new Set(channels.flatMap((id) => languagesOf(settings, runbook, id)))
  if (language === undefined || other !== undefined)
    return fail('missing-answer', { what: '--correct-ja, --correct-en' })
  return { [language]: requireText(correct, '--correct'), ...given }
}

function claimOf({ evidence, approvedBy }: Options): { evidence: string; approvedBy: string } | undefined {
  if (evidence === undefined && approvedBy === undefined) return undefined
  return {
    evidence: requireText(evidence, '--evidence'),
    approvedBy: requireText(approvedBy, '--approved-by'),
  }
}

async function editComposition(world: World, chosen: ChosenIncident, composition: Composition): Promise<Composition> {
  if (!world.terminal.isInteractive) fail('editor-failed', { program: '--edit', why: 'no-terminal' })
  const { editTexts } = await import('./edit.ts')
  return checkAgain(chosen, composition, await editTexts(world, composition.texts))
}

async function markChannels(world: World, named: readonly string[], options: Options): Promise<number> {
  if (named.length === 0) fail('missing-argument', { name: 'channel' })
  const reason = requireText(options.reason, '--reason')
  return record(world, (incident) => {
    const channels = channelsNamed(named, incident.runbook)
    return { kind: 'mark-channel', channels, safe: options.safe === true, reason }
  })
}

/** What the next notice will tell. A sooner time that customers were told stays due until then, which is said. */
async function recordPromise(world: World, named: readonly string[], given: string): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const { incident } = chosen.journal
  const channels = named.length > 0 ? channelsNamed(named, incident.runbook) : customerChannels(incident.runbook)
  const next = parsePromise(given, sayingHowItReads(world, chosen.clock))
  const code = await record(world, (): Intent => ({ kind: 'promise', channels, next }), chosen)
  const told = toldSooner(incident, lifecycleOf(incident), channels, next)
  if (told !== null) world.say(world.text.said.toldSooner(briefTimeText(told)))
  return code
}

async function posted(world: World, named: readonly string[], options: Options): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const { at } = readAtOption(world, chosen.clock, options.at)
  const selection = await selectionOf(world, named, options, chosen)
  if (selection.stage === 'correction' && selection.correction === undefined)
    fail('missing-answer', { what: '--correct' })
  const { recordPosted } = await import('./record-posted.ts')
  const given =
    options.textFile === undefined ? null : await readTextFileOrInput(options.textFile, world.input, MAX_TEXT_BYTES)
  const approved =
    options.approved === undefined ? null : approvedNotice(chosen, selection, options.approved, given?.text)
  const claim = selection.claim ?? approved?.claim ?? null
  return recordPosted(world, chosen, {
    selection: { ...selection, claim, ...(at !== undefined && { at: Date.parse(at) }) },
    settles: !saysOtherwise(options),
    link: options.link === undefined ? null : parseLink(options.link),
    kept: given ?? approved?.kept ?? null,
    ...(at !== undefined && { at }),
    ...readForceOption(options),
    ...readAgainOption(options),
  })
}

/**
 * The text that was approved for the one channel that is named, and the claim unless it was redacted. Throws `other-approval` if
 * it is about others, `not-approved` if nobody has approved it, `not-as-approved` if it is not the text `posted` or lacks the words of the correction.
 */
function approvedNotice(
  { journal, clock }: ChosenIncident,
  { channels, correction }: NoticeSelection,
  given: string,
  posted: string | undefined,
) {
  const [channel, other] = channels
  if (channel === undefined) return fail('missing-argument', { name: 'channel' })
  if (other !== undefined) return fail('usage', { detail: `--approved ${channels.join(' ')}`, kind: 'conflict' })
  const { event, prepared, granted } = requestNamed(journal, given, clock.now())
  const { notices = [], lift = [] } = prepared
  const notice = notices.find((one) => one.channel === channel)
  if (notice === undefined) {
    const channels = notices.map((one) => one.channel)
    return fail('other-approval', { event, channel, channels, lift: lift.map(formatTarget), incident: journal.id })
  }
  if (granted === null) {
    const { approvers = [] } = journal.incident.settings
    return fail('not-approved', { event, approvers, incident: journal.id })
  }
  if (posted !== undefined && !isTextOf(posted, notice))
    fail('not-as-approved', { event, channel, flag: '--text-file' })
  const isCorrected = notice.texts.every(({ language, text }) => text.includes(correction?.[language] ?? ''))
  if (!isCorrected) fail('not-as-approved', { event, channel, flag: '--correct' })
  const text = notice.texts.map(pasteText).join('\n\n')
  const { claim } = prepared
  const isShown = claim !== undefined && !Object.values(claim).includes(REDACTED)
  return { kept: { text, bytes: Buffer.from(text) }, claim: isShown ? claim : null }
}
