import { grouped } from '../domain/grouped.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { SCOPE, withdrawnStatements } from '../domain/notice/withdrawn-statements.ts'
import { INVOCATION } from '../domain/problem.ts'
import { languagesOf } from '../domain/settings.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import type { Text } from '../i18n/text.ts'
import type { Journal } from '../store/journal.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import type { World } from '../world.ts'
import { noticeName, targetName } from './labels.ts'

/** What was told and taken back since, in words, and the command that corrects it, without the program's name. */
export interface CorrectionDue {
  readonly what: string
  readonly told: string
  readonly command: readonly string[]
}

/** The corrections that are due, those of one statement together; of what these events stated, if they are given. */
export function correctionsDue(incident: Incident, text: Text, events?: readonly string[]): CorrectionDue[] {
  const { runbook, settings } = incident
  const { words, said } = text
  const due = withdrawnStatements(incident).filter(({ stated }) => events?.some((e) => stated.includes(e)) !== false)
  return grouped(due, ({ what }) => what).map((group) => {
    const channels = group.map(({ notice }) => notice.channel)
    const languages = new Set(channels.flatMap((id) => languagesOf(settings, runbook, id)))
    const flags = languages.size > 1 ? [...languages].map((one) => `--correct-${one}`) : ['--correct']
    const told = group.map(({ notice }) => {
      const { channel } = notice
      return `${runbook.channels[channel]?.[text.language] ?? channel} ${noticeName(incident, notice, text)}`
    })
    return {
      what: words.listed(group[0].what.map((name) => nameOf(incident, name, text))),
      told: words.listed(told),
      command: ['notice', ...channels, ...flags.flatMap((flag) => [flag, said.correctionWord])],
    }
  })
}

/** A line for each of them, with the whole command. */
export function correctionLines(
  world: World,
  { incident, id }: Pick<Journal, 'incident' | 'id'>,
  events?: readonly string[],
): string[] {
  const text = withOwnNames(world.text, incident.runbook)
  return correctionsDue(incident, text, events).map(({ what, told, command }) =>
    text.said.toCorrect(what, told, `${INVOCATION} ${quoteArgv([...command, '-i', id])}`),
  )
}

function nameOf({ runbook }: Incident, what: string, { said, language }: Text): string {
  if (what.startsWith(SCOPE)) return targetName(what.slice(SCOPE.length), runbook, language)
  return what === 'type' ? said.typeOfHalt : (runbook.facts[what]?.[language] ?? what)
}
