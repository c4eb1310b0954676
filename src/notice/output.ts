import { deliveryWords, targetWords } from '../delivery/words.ts'
import type { ToldNotice } from '../domain/decide/nothing-new.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { unsafeReason } from '../domain/incident/notices.ts'
import { INVOCATION } from '../domain/problem.ts'
import type { Language, Runbook } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import type { Text } from '../i18n/text.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import type { AppendResult } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import { withCommands } from '../view/resume-command.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { type Composition, type NoticeSelection, outboxOf } from './compose.ts'
import { type DeliveryTarget, reachedEverybody, type SentNotice, targetsOf } from './dispatch.ts'
import { type NoticeText, pasteText } from './notice.ts'
import type { NoticeFinding } from './notice-finding.ts'
import { toldAgain, withoutTold } from './send-notices.ts'
import { noticeTitle } from './title.ts'
import type { SendingText } from './words.en.ts'
import { noticeFindingWords, sendingText } from './words.ts'

/** How the command shows notices: texts on standard output, messages on standard error. */

/** Prints each finding once, with its fix and the channels it concerns. */
export async function printFindings(world: World, findings: readonly NoticeFinding[], runbook: Runbook): Promise<void> {
  const named = withOwnNames(world.text, runbook).words
  const [words, said] = await Promise.all([noticeFindingWords(world.text.language), sendingText(world.text.language)])
  const grouped = new Map<string, { finding: NoticeFinding; channels: Set<string> }>()
  for (const finding of findings) {
    const key = JSON.stringify([finding.code, finding.params])
    const known = grouped.get(key) ?? { finding, channels: new Set() }
    grouped.set(key, known)
    known.channels.add(named.textIn(named.channel(finding.channel), finding.language))
  }
  for (const { finding, channels } of grouped.values()) {
    const [message, fix] = words(finding, INVOCATION)
    const level = finding.level === 'error' ? said.error : said.warning
    world.say(`${named.listed([...channels])}: ${level(inertLine(message), finding.code)}`)
    world.say(`  ${inertLine(fix)}`)
  }
}

/** `notice --check`: prints the findings. Resolves to the exit code, 8 if there is an error. */
export async function printCheck(world: World, { findings }: Composition, runbook: Runbook): Promise<number> {
  if (world.options.json)
    world.print(JSON.stringify({ schemaVersion: 1, findings: await findingsDocument(world, findings) }))
  else await printFindings(world, findings, runbook)
  if (findings.length === 0) world.inform((await sendingText(world.text.language)).noFindings)
  return findings.some((f) => f.level === 'error') ? 8 : 0
}

async function findingsDocument(world: World, findings: readonly NoticeFinding[]) {
  const words = await noticeFindingWords(world.text.language)
  return findings.map((finding) => {
    const { code, level, channel, language } = finding
    const [message, fix] = words(finding, INVOCATION)
    const mend = withCommands(fix, world.invocation, world.options)
    return { code, level, message, mend, file: null, line: null, column: null, channel, language }
  })
}

/** Prints the texts alone on standard output, ready to paste; findings go to standard error. */
export async function printTexts(world: World, composition: Composition, incident: Incident): Promise<number> {
  const { texts, findings, selection } = composition
  if (world.options.json) world.print(JSON.stringify(await textsDocument(world, texts, findings)))
  else {
    const { runbook } = incident
    print(world, incident, withOwnNames(world.text, runbook), texts)
    await printFindings(world, findings, runbook)
    // No step leads to a correction.
    if (selection.correction !== undefined) world.say((await sendingText(world.text.language)).thenSame)
  }
  return 0
}

async function textsDocument(world: World, notices: readonly NoticeText[], found: readonly NoticeFinding[]) {
  return { schemaVersion: 1, notices, findings: await findingsDocument(world, found) }
}

function print(world: World, incident: Incident, { words }: Text, texts: readonly NoticeText[], mark = ''): void {
  const [only] = texts
  if (texts.length === 1 && only !== undefined && mark === '') {
    world.say(noticeTitle(only, incident, words))
    world.print(pasteText(only))
    return
  }
  texts.forEach((notice, i) => {
    world.print(`${i === 0 ? '' : '\n'}${mark}--- ${noticeTitle(notice, incident, words)} ---\n${pasteText(notice)}`)
  })
}

/** `notice --dry-run`: prints what would go where. Resolves to 8 if something would not go or a text has errors, else 0. */
export async function printDryRun(world: World, chosen: ChosenIncident, composition: Composition): Promise<number> {
  const { texts, findings } = composition
  const said = await sendingText(world.text.language)
  const targets = (await targetsOf(world, chosen, composition)).map((target) => ({
    ...target,
    unsafe: unsafeReason(chosen.journal.incident, target.channel),
  }))
  const told = toldAgain(chosen, composition)
  const isTold = ({ channel }: DeliveryTarget) => told.some((notice) => notice.channel === channel)
  const byHand = channelsOf(outboxOf(composition).byHand)
  if (world.options.json) {
    const documented = [
      ...(await Promise.all(
        targets.map(async (way) => {
          const { channel, unreadiness, unsafe } = way
          const why = unsafe === null ? (unreadiness?.why ?? (isTold(way) ? 'nothing-new' : null)) : 'channel-unsafe'
          return { channel, target: await targetWords(way, 'en'), why }
        }),
      )),
      ...byHand.map((channel) => ({ channel, target: null, why: null })),
    ]
    world.print(JSON.stringify({ ...(await textsDocument(world, texts, findings)), targets: documented }))
  } else {
    world.say(said.dryRun)
    const { incident } = chosen.journal
    const { runbook } = incident
    const text = withOwnNames(world.text, runbook)
    print(world, incident, text, texts, `${said.dryRunMark} `)
    await printFindings(world, findings, runbook)
    for (const target of targets)
      if (!isTold(target)) await sayTarget(world, { ...target, channel: text.words.channel(target.channel) }, said)
    for (const line of await toldLines(text, told)) world.say(`${said.dryRunMark} ${line}`)
    for (const channel of byHand) world.say(`${said.dryRunMark} ${said.byHand(text.words.channel(channel))}`)
    world.say(said.dryRun)
  }
  const isBlocked =
    told.length > 0 || targets.some(({ unreadiness, unsafe }) => unreadiness !== null || unsafe !== null)
  return isBlocked || findings.some((f) => f.level === 'error') ? 8 : 0
}

async function sayTarget(
  world: World,
  way: DeliveryTarget & { readonly unsafe: string | null },
  said: SendingText,
): Promise<void> {
  const { channel, unreadiness, unsafe } = way
  const { language } = world.text
  if (unsafe !== null) world.say(said.dryRunStays(channel, said.unsafe(channel, inertLine(unsafe))))
  else if (unreadiness === null) world.say(said.dryRunGoes(channel, inertLine(await targetWords(way, language))))
  else {
    world.say(said.dryRunStays(channel, said.notReady(inertLine(unreadiness.detail), unreadiness.why)))
    world.say(`  ${await deliveryReasonWords(unreadiness.why, language)}`)
  }
}

/** The selection without the channels that have the notice already, if there are others; says which these are. */
export async function leaveOutTold(
  world: World,
  chosen: ChosenIncident,
  selection: NoticeSelection,
): Promise<NoticeSelection> {
  const { selection: left, told } = withoutTold(chosen, selection)
  for (const line of await toldLines(withOwnNames(world.text, chosen.journal.incident.runbook), told)) world.say(line)
  return left
}

/** A line for each channel that is left out, with the notice that it has. */
export async function toldLines({ words, language }: Text, told: readonly ToldNotice[]): Promise<string[]> {
  const said = await sendingText(language)
  return told.map(({ channel, stage, number, at }) =>
    said.leftOut(words.channel(channel), words.notice(stage, number), briefTimeText(at)),
  )
}

const channelsOf = (texts: readonly NoticeText[]) => [...new Set(texts.map((t) => t.channel))]

/** Prints what a person has to post: the texts, and for each channel the command that records the post. */
export async function printByHand(
  world: World,
  texts: readonly NoticeText[],
  incident: Incident,
  lineToRecord: (texts: readonly NoticeText[]) => string,
): Promise<void> {
  if (texts.length === 0) return
  const said = await sendingText(world.text.language)
  const text = withOwnNames(world.text, incident.runbook)
  print(world, incident, text, texts)
  for (const channel of channelsOf(texts)) {
    world.say(said.byHand(text.words.channel(channel)))
    world.say(said.thenSay(lineToRecord(texts.filter((one) => one.channel === channel))))
  }
}

/** A line for each notice that did not reach everybody: what went wrong, and the fix. */
export async function failureLines(world: World, sent: readonly SentNotice[], runbook: Runbook): Promise<string[]> {
  const { words } = withOwnNames(world.text, runbook)
  const lines = sent
    .filter((s) => !reachedEverybody(s))
    .map(async ({ channel, delivered: { why, detail } }) => {
      const reason = await deliveryReasonWords(why ?? '', world.text.language)
      return `${words.channel(channel)}: ${reason}${detail === null ? '' : `  (${inertLine(detail)})`}`
    })
  return Promise.all(lines)
}

/** What went wrong, and the fix, by the code of a delivery; a code that this version does not know is returned inert. */
export async function deliveryReasonWords(why: string, language: Language): Promise<string> {
  const words: Readonly<Record<string, string>> = (await deliveryWords(language)).why
  return Object.hasOwn(words, why) ? (words[why] as string) : inertLine(why)
}

/** How the progress of sending is shown; all of it does nothing without an interactive terminal, except `stopping`. */
interface Progress {
  readonly show: (channel: string, done: number, all: number) => void
  /** Wraps a printing function so that it first hides the spinner. */
  readonly quietly: (say: (appended: AppendResult) => void) => (appended: AppendResult) => void
  /** Says that no more sends start. */
  readonly stopping: () => void
  /** Removes the spinner. */
  readonly stop: () => void
}

export async function sendingProgress(world: World, runbook: Runbook): Promise<Progress> {
  const { words } = withOwnNames(world.text, runbook)
  const said = await sendingText(world.text.language)
  const stopping = () => world.say(said.stopping)
  if (!world.terminal.isInteractive || world.options.plain)
    return { show: () => {}, quietly: (say) => say, stopping, stop: () => {} }
  const { default: ora } = await import('ora')
  const spinner = ora({ stream: world.errorOutput.stream, discardStdin: false })
  const lines = new Map<string, string>()
  return {
    show(channel, done, all) {
      lines.set(channel, said.progress(words.channel(channel), done, all))
      spinner.text = [...lines.values()].join('  ')
      if (!spinner.isSpinning) spinner.start()
    },
    quietly: (say) => (appended) => {
      spinner.stop()
      say(appended)
    },
    stopping() {
      spinner.stop()
      stopping()
    },
    stop: () => spinner.stop(),
  }
}
