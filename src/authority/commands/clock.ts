import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { proposedAuthorities } from '../../domain/authorities/clock-starts.ts'
import { filingsOf } from '../../domain/incident/filings.ts'
import { EMPTY_INCIDENT } from '../../domain/incident/incident.ts'
import { ProblemError } from '../../domain/problem.ts'
import { type ChosenIncident, chooseIncidentToRead } from '../../incident/choose.ts'
import { printDamageBanner } from '../../incident/damage-warnings.ts'
import { typedName } from '../../incident/labels.ts'
import { readAtOption, record } from '../../incident/record.ts'
import type { Stamp } from '../../incident/status-document.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import {
  type AuthorityStatus,
  authorityNames,
  authorityStatuses,
  loadCurrentAuthorities,
  resolveStarts,
} from '../authority-status.ts'
import { adoptCompanySettings } from '../company-settings.ts'
import { authorityBlocks, awarenessWarnings, correctionLine, filingDocument, filingLine } from '../view.ts'
import { authoritiesText } from '../words.ts'

export const help: CommandHelp = {
  page: 'authorities.md',
  examples: [
    ['clock list', 'show which reports authorities want, and when', '当局への報告と期限を表示する'],
    ['clock start AUTHORITY --at "5m ago"', 'record when a deadline began to run', '期限の起算となる事象を記録する'],
  ],
  subcommands: {
    list: {
      examples: [
        ['clock list', 'show which reports authorities want, and when', '当局への報告と期限を表示する'],
        [
          'clock list -i latest --json',
          'of the latest incident, for scripts',
          '最新のインシデントについて、スクリプト用に出力する',
        ],
      ],
    },
    start: {
      examples: [
        [
          'clock start AUTHORITY',
          'record the event that the deadlines of an authority count from',
          'その当局の期限の起算となる事象を記録する',
        ],
        ['clock start AUTHORITY --at "5m ago"', 'with when it was', '起きた時刻も記録する'],
      ],
    },
  },
}

export function define(command: Command, { start, say }: CommandContext): void {
  command.action(() => start(printAuthorities))
  command
    .command('list')
    .description(
      say('list reports to authorities, which may apply, when due', '当局への報告、該当の可能性、期限を表示する'),
    )
    .action(() => start(printAuthorities))
  command
    .command('start')
    .description(say('record an event that deadlines count from', '期限の起点になる出来事を記録する'))
    .argument('<origin>', say('EVENT, AUTHORITY, AUTHORITY:EVENT or REPORT', '起点、当局、当局:起点、または報告'))
    .option('--at <time>', say('when it occurred', 'その出来事の時刻'))
    .action((name: string, options: { at?: string }) => start((world) => startClocks(world, name, options.at)))
}

async function startClocks(world: World, name: string, when: string | undefined): Promise<number> {
  const chosen = chooseIncidentToRead(world)
  const known = await loadCurrentAuthorities(world)
  const starts = resolveStarts(known, chosen.journal.incident, name)
  await adoptCompanySettings(world, chosen)
  const code = await record(
    world,
    (_, clock) => ({ kind: 'start-clocks', starts, ...readAtOption(world, clock, when) }),
    chosen,
  )
  const context = await filingContext(world, chosen.clock)
  const ids = new Set(starts.map(({ authority }) => authority.id))
  for (const view of filingsOf(chosen.journal.incident))
    if (ids.has(view.authority.id) && view.state === 'running') world.say(filingLine(view, context))
  for (const warning of awarenessWarnings(chosen.journal.incident, context, correctionLine(world))) world.say(warning)
  const names = authorityNames(known)
  for (const { authority, condition } of proposedAuthorities(chosen.journal.incident, known))
    world.say(context.said.mayApply(typedName(authority.id, names, world.text), condition[world.text.language]))
  return code
}

async function printAuthorities(world: World): Promise<number> {
  const chosen = chooseAnyOrNull(world)
  const known = await loadCurrentAuthorities(world)
  const incident = chosen?.journal.incident ?? EMPTY_INCIDENT
  const clock = chosen?.clock ?? world.clock(incident.settings.timezone)
  const statuses = authorityStatuses(known, incident)
  if (world.options.json) {
    const authorities = statuses.map((status) => authorityDocument(status, clock.stamp))
    world.print(JSON.stringify({ schemaVersion: 1, incident: chosen?.journal.id ?? null, authorities }))
    return chosen === null ? 0 : printDamageBanner(world, chosen.journal)
  }
  const code = chosen === null ? 0 : printDamageBanner(world, chosen.journal)
  const context = await filingContext(world, clock)
  for (const { authority, fromFile, proposed, filings } of statuses) {
    const blocks = authorityBlocks(incident, fromFile, filings, { ...context, authority, proposed })
    world.raw.print(`${(await terminalLinesFor(world, blocks)).join('\n')}\n\n`)
  }
  world.say(context.said.toStart(resumeCommand(world, 'clock', 'start')))
  return code
}

/** Like `chooseIncidentToRead`, but returns null if there is no incident at all. */
function chooseAnyOrNull(world: World): ChosenIncident | null {
  try {
    return chooseIncidentToRead(world)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'no-incident') return null
    throw error
  }
}

async function filingContext(world: World, { now, stamp }: ChosenIncident['clock']) {
  const { text } = world
  return { text, said: await authoritiesText(text.language), now: now(), stamp }
}

function authorityDocument({ authority, fromFile, proposed, filings }: AuthorityStatus, stamp: Stamp) {
  const { id, title, verify, reviewed, events } = authority
  return {
    id,
    title,
    verify,
    reviewed,
    condition: fromFile?.condition ?? null,
    mayApply: proposed,
    byName: fromFile?.byName ?? false,
    events,
    reports: filings.map((view) => {
      const { authority: _, ...document } = filingDocument(view, stamp)
      return document
    }),
  }
}
