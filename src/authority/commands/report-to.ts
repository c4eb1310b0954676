import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { idByName } from '../../domain/runbook/names.ts'
import { chooseAnyIncidentToRecord } from '../../incident/choose.ts'
import { readAtOption, record } from '../../incident/record.ts'
import type { World } from '../../world.ts'
import { authorityNames, authorityStatuses, loadCurrentAuthorities, resolveFiling } from '../authority-status.ts'
import { adoptCompanySettings } from '../company-settings.ts'
import { parseFields } from '../form-statements.ts'

interface Options {
  /** `ID=VALUE`, each what a field of the form says. */
  readonly field?: readonly string[]
  readonly report?: string
  readonly at?: string
  readonly ref?: string
  readonly note?: string
}

export const help: CommandHelp = {
  page: 'authorities.md',
  examples: [
    [
      'report-to AUTHORITY',
      'record that the report that is due next was made',
      '次に期限が来る報告をしたことを記録する',
    ],
    [
      'report-to AUTHORITY --at "5m ago" --ref 2026-0417',
      "with when it was, and the authority's number",
      '報告した時刻と、受付番号も記録する',
    ],
    ['report-to AUTHORITY --note "by phone; they call back"', 'with what was said', '話した内容も記録する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '<authority>',
      say('a report, or an authority (its report due next)', '報告、または当局（次に期限が来る報告）'),
    )
    .option('--report <report>', say('which of its reports', 'その当局への報告のうち、どれか'))
    .option('--at <time>', say('when it was submitted', '報告した時刻'))
    .option('--ref <number>', say('reference number given by the authority', '受付番号'))
    .option('--note <text>', say('what was said', '伝えた内容'))
    .option(
      '--field <answer...>',
      say(
        'ID=VALUE: what a field of its form says (?: not known); records no report',
        '項目=値: 様式の項目だけを記入する（?: 不明）。報告の記録はしない',
      ),
    )
    .action((authority: string, options: Options) =>
      start((world) => (options.field === undefined ? recordSubmission : stateFields)(world, authority, options)),
    )
}

/** Records that a report was submitted. Does not send anything. */
async function recordSubmission(world: World, id: string, { report, ref, note, at: when }: Options): Promise<number> {
  const chosen = await chooseAnyIncidentToRecord(world)
  const statuses = authorityStatuses(await loadCurrentAuthorities(world), chosen.journal.incident)
  const filing = resolveFiling(statuses, id, report)
  await adoptCompanySettings(world, chosen)
  return record(
    world,
    (_, clock) => ({
      kind: 'report-to',
      ...filing,
      ref: ref?.trim() ? ref.trim() : null,
      ...(note !== undefined && { note }),
      ...readAtOption(world, clock, when),
    }),
    chosen,
  )
}

/** Records what fields of a form say. It is no report, so what describes one is refused. */
async function stateFields(world: World, given: string, options: Options): Promise<number> {
  const { field = [] } = options
  const other = (['report', 'at', 'ref', 'note'] as const).find((flag) => options[flag] !== undefined)
  if (other !== undefined) fail('usage', { kind: 'conflict', detail: `--field --${other}` })
  const chosen = await chooseAnyIncidentToRecord(world)
  const known = await loadCurrentAuthorities(world)
  const names = authorityNames(known)
  const id = idByName(names, given) ?? given
  const allowed = known.flatMap(({ authority, form }) => (form.length > 0 ? [authority.id] : []))
  const file = known.find(({ authority }) => authority.id === id)
  if (file === undefined) return fail('unknown-authority', { given, allowed, names })
  if (file.form.length === 0) fail('no-form', { given: id, allowed })
  return record(
    world,
    (_, clock) => ({ kind: 'state-fields', authority: id, fields: parseFields(field, file.form, clock) }),
    chosen,
  )
}
