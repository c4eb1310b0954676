import { formOf, PUSH_TITLE_COLUMNS } from '../domain/runbook/channel-forms.ts'
import { customerChannels, LANGUAGES, type Language, type Operation, type Runbook } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { columnsOf } from '../view/columns.ts'
import type { Chapter } from './chapter.ts'
import type { YamlSource } from './finding.ts'
import type { ChapterFile } from './runbook-schema.ts'

/** Reports channels of a chapter without a form, which decides what their texts look like and what is checked. */
export function checkForms(runbook: Runbook, source: YamlSource, { channels = {} }: ChapterFile): void {
  for (const [id, { form }] of Object.entries(channels))
    if (form === undefined)
      source.addFinding('no-form', { channel: id, form: formOf(runbook, id) }, ['channels', id], 'warning')
}

/** Reports customers' channels that no step of the beginning is about, though there are such steps for others. */
export function checkFirstNotices(runbook: Runbook, chapters: readonly Chapter[]): void {
  const told = new Set(runbook.steps.flatMap(({ channel, stage }) => (stage === 'first' ? (channel ?? []) : [])))
  const channels = customerChannels(runbook)
  if (!channels.some((id) => told.has(id))) return
  for (const { source, value } of chapters)
    for (const id of Object.keys(value.channels ?? {}))
      if (channels.includes(id) && !told.has(id))
        source.addFinding('no-first-notice', { channel: id }, ['channels', id], 'warning')
}

/** Reports channels on which customers learn that a halt began, but not that it is over. */
export function checkResumptionNotices(runbook: Runbook, chapters: readonly Chapter[]): void {
  for (const channel of customerChannels(runbook)) {
    const stages = runbook.steps.filter((step) => step.channel === channel).map(({ stage }) => stage)
    if (!stages.includes('first') || stages.includes('resumption')) continue
    for (const { source, steps } of chapters) {
      const first = steps.find(({ step }) => step.channel === channel && step.stage === 'first')
      if (first === undefined) continue
      source.addFinding('no-resumption', { channel }, ['steps', first.index, 'channel'], 'warning')
      break
    }
  }
}

/** Reports names of halts that make the title of a push notice longer than a phone shows, if there are such notices. */
export function checkPushTitles(runbook: Runbook, chapters: readonly Chapter[]): void {
  if (!Object.keys(runbook.channels).some((id) => formOf(runbook, id) === 'push')) return
  for (const { source, value } of chapters)
    for (const [operation, { halt }] of Object.entries(value.operations ?? {}))
      for (const language of halt === undefined ? [] : languagesOf(runbook))
        for (const key of ['title', 'resumption'] as const) {
          const text = pushTitle(halt as Halt, key, language)
          const columns = columnsOf(text)
          const path = ['operations', operation, 'halt', key, language]
          if (columns > PUSH_TITLE_COLUMNS)
            source.addFinding('push-title-long', { text, columns, limit: PUSH_TITLE_COLUMNS }, path, 'warning')
        }
}

type Halt = NonNullable<Operation['halt']>

function languagesOf({ language }: Runbook): readonly Language[] {
  return language === undefined ? LANGUAGES : [language]
}

/** The title of the first notice of a halt, or of that of its resumption. */
function pushTitle(halt: Halt, key: 'title' | 'resumption', language: Language): string {
  const entries = Object.entries(halt).map(([name, words]) => [name, words[language]])
  const names = Object.fromEntries(entries) as Record<keyof Halt, string>
  const stage = key === 'title' ? 'first' : 'resumption'
  const heading = {
    kind: 'halt',
    names: { ...names, brief: names },
    number: 1,
    isFullyResumed: true,
    noneResumed: false,
    isRevised: false,
    isCalledOff: false,
    isInterim: false,
    isAgain: false,
    work: null,
  } as const
  return customerWordsFor(language).titlesOf({ stage, ...heading }).shortTitle
}
