import { fail } from '../domain/problem.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { requireText } from '../incident/record.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import type { NoticeText } from './notice.ts'

/** What `halt notice` is called with, beside channels. */
export interface NoticeOptions {
  readonly stage?: string
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
  readonly correct?: string
  readonly correctJa?: string
  readonly correctEn?: string
  readonly evidence?: string
  readonly approvedBy?: string
  readonly approved?: string
  readonly unsafe?: boolean
  readonly safe?: boolean
  readonly force?: boolean
  readonly again?: boolean
  readonly alone?: boolean
  readonly reason?: string
}

/** Flags that say what to do with the notices; without one, they are shown. */
export const ACTIONS = ['check', 'dryRun', 'send', 'posted', 'unsafe', 'safe'] as const

/** Flags that need another one: ignored without a word, they would look as if they had worked. */
const NEEDS = {
  retry: ['send'],
  approved: ['send', 'posted'],
  force: ['send', 'posted'],
  again: ['send', 'posted'],
  alone: ['send'],
  link: ['posted'],
  at: ['posted'],
  textFile: ['posted', 'check'],
} as const
/** A correction is a notice of its own, outside the cadence. */
const CORRECTS = ['correct', 'correctJa', 'correctEn'] as const
const NOT_WITH_CORRECTION = ['stage', 'next', 'again'] as const
/** A retry resends a notice unchanged, so these do not go with it. */
const NOT_WITH_RETRY = ['edit', 'stage', 'language', 'next', 'evidence', 'approvedBy', 'again', ...CORRECTS] as const

/** What was approved is sent as it is. */
const NOT_WITH_APPROVED = ['retry', ...NOT_WITH_RETRY] as const

/** Throws `usage` for flags that exclude each other, `idle-flag` for those that do nothing without another one. */
export function checkFlags(actions: readonly (typeof ACTIONS)[number][], options: NoticeOptions): void {
  const given = (names: readonly (keyof NoticeOptions)[]) => names.filter((name) => options[name] !== undefined)
  const corrects = given(CORRECTS)
  const conflicting =
    actions.length > 1
      ? actions
      : options.send && options.approved !== undefined
        ? ['approved', ...given(NOT_WITH_APPROVED)]
        : options.send && options.retry
          ? ['retry', ...given(NOT_WITH_RETRY)]
          : options.textFile !== undefined && options.edit
            ? ['textFile', 'edit']
            : [...corrects.slice(0, 1), ...(corrects.length > 0 ? given(NOT_WITH_CORRECTION) : [])]
  if (conflicting.length > 1) fail('usage', { detail: conflicting.map(flagOf).join(' '), kind: 'conflict' })
  for (const [flag, needs] of Object.entries(NEEDS) as [keyof typeof NEEDS, (typeof NEEDS)[keyof typeof NEEDS]][])
    if (options[flag] !== undefined && !needs.some((needed) => options[needed]))
      fail('idle-flag', { flag: flagOf(flag), needs: needs.map(flagOf).join(', ') })
}

const OF_ANOTHER_NOTICE = ['stage', 'language', 'next', 'at', 'textFile', 'evidence', 'again', ...CORRECTS] as const

/** Whether `--posted` is about another notice than one that was sent with an unknown outcome. */
export function saysOtherwise(options: NoticeOptions): boolean {
  return OF_ANOTHER_NOTICE.some((name) => options[name] !== undefined)
}

/** Reads `--again --reason TEXT`: returns the reason as `again`, nothing without `--again`. Throws `missing-answer`. */
export function readAgainOption({ again, reason }: NoticeOptions): { readonly again?: string } {
  return again ? { again: requireText(reason, '--reason') } : {}
}

/** Reads `--alone --reason TEXT`: returns the reason as `alone`, nothing without `--alone`. Throws `missing-answer`. */
export function readAloneOption({ alone, reason }: NoticeOptions): { readonly alone?: string } {
  return alone ? { alone: requireText(reason, '--reason') } : {}
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** What decides which notices are meant, so that the same are sent or checked on other channels. */
const OF_NOTICES = ['stage', 'language', 'next', 'correct', 'correctJa', 'correctEn', 'evidence', 'approvedBy'] as const
const OF_SENDING = ['edit', 'again', 'alone', 'reason'] as const

/** The command line that sends or checks on these channels what the one given would send. */
export function lineFor(
  world: World,
  { journal }: ChosenIncident,
  options: NoticeOptions,
  action: 'send' | 'check',
  channels: readonly string[],
): string {
  const flags = flagsGiven(options, [...OF_NOTICES, ...(action === 'send' ? OF_SENDING : [])])
  return resumeCommand(world, 'notice', ...channels, `--${action}`, ...flags, '-i', journal.id)
}

/**
 * The command line that records that a person posted the texts of a channel that the one given would send, perhaps as
 * approved by an event. It has the words of a correction, or dots for them.
 */
export function lineToRecord(
  world: World,
  { journal }: ChosenIncident,
  options: NoticeOptions,
  texts: readonly Pick<NoticeText, 'channel' | 'stage' | 'language'>[],
  approval?: string,
): string {
  const flags = flagsGiven(options, OF_NOTICES)
  const hasCorrection = flagsGiven(options, CORRECTS).length > 0
  const dots = texts.flatMap(({ stage, language }) =>
    stage === 'correction' && !hasCorrection ? [`--correct-${language}`, '...'] : [],
  )
  const approved = approval === undefined ? [] : ['--approved', approval]
  const channel = texts.slice(0, 1).map((text) => text.channel)
  const words = [...channel, '--posted', ...flags, ...dots, ...approved, '--link', 'URL', '-i', journal.id]
  return resumeCommand(world, 'notice', ...words)
}

function flagsGiven(options: NoticeOptions, names: readonly (keyof NoticeOptions)[]): string[] {
  return names.flatMap((name) => {
    const value = options[name]
    if (value === undefined) return []
    return value === true ? [flagOf(name)] : [flagOf(name), String(value)]
  })
}
