import { Option } from 'commander'
import type { CommandContext, CommandModule } from '../../command.ts'
import { openApprovals } from '../../domain/incident/approvals.ts'
import { openLiftRequest } from '../../domain/incident/approved-acts.ts'
import { phaseOf, registerOf } from '../../domain/incident/current-values.ts'
import { lifecycleOf } from '../../domain/incident/lifecycle.ts'
import { restrictedScope, type ScopeTarget } from '../../domain/incident/scope.ts'
import { CLOSINGS, type ClosedAs, nameOf } from '../../domain/log/event.ts'
import { fail, INVOCATION } from '../../domain/problem.ts'
import { idByName } from '../../domain/runbook/names.ts'
import { MINUTE } from '../../domain/time.ts'
import { CLOSING_NAMES } from '../../i18n/closing-names.ts'
import type { Clock } from '../../platform/clock.ts'
import { approvalsNotByAnother, mustBeOfAnotherPerson } from '../../signing/approver.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import { timeText } from '../../view/time-format.ts'
import type { World } from '../../world.ts'
import { sayAwaiting, sayUnheeded } from '../awaiting-approval.ts'
import { type ChosenIncident, chooseIncidentToRecord } from '../choose.ts'
import { drillPrefix } from '../event-lines.ts'
import { meansAll, parseClosing } from '../names.ts'
import { filingReminders } from '../open-filings.ts'
import {
  appendIntents,
  readAtOption,
  readForceOption,
  record,
  recordedJson,
  requireText,
  sayRecorded,
} from '../record.ts'
import { sayReminders } from '../reminder.ts'
import { retractionReminders } from '../retractions.ts'
import { neverRestrictedLines, restrictedWords, sayStillOpen, sayStillRestricted } from '../scope-lines.ts'
import { adoptSettings, currentSettings } from '../settings-adoption.ts'
import { parseLiftTargets, parseScope } from '../statements.ts'
import { warnAboutVainApprovals } from '../vain-approvals.ts'
import { OPEN_STEPS_NAMED, sayUnstatedCriteria, warnAboutStepsLeftBehind } from '../warnings.ts'

interface ForceOptions {
  readonly force?: boolean
  readonly reason?: string
  readonly at?: string
}

function readForceAndAt(world: World, clock: Clock, options: ForceOptions) {
  return { ...readForceOption(options), ...readAtOption(world, clock, options.at) }
}

export const advance: CommandModule = {
  help: {
    page: 'commands.md#running-a-halt',
    examples: [
      ['advance', 'open the next phase', '次の段階に進む'],
      ['advance --at "5m ago"', 'it began earlier than it is recorded', '記録より前に次の段階に入っていた'],
      [
        'advance --force --reason "the last step waits for the vendor"',
        'although required steps are open',
        '必須の手順が残っていても進む',
      ],
    ],
  },
  define(command, { start, say }) {
    command
      .option('--force', say('advance even if required steps are pending', '必須の手順が残っていても進む'))
      .option('--reason <text>', say('why (required with --force)', 'それでも記録する理由（--force には必須）'))
      .option('--at <time>', say('when the phase began', '次の段階が始まった時刻'))
      .action((options: ForceOptions) => start((world) => runAdvance(world, options)))
  },
}

async function runAdvance(world: World, options: ForceOptions): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const code = await record(
    world,
    (_, clock) => ({ kind: 'advance', ...readForceAndAt(world, clock, options) }),
    chosen,
  )
  sayBeganEarly(world, chosen)
  warnAboutStepsLeftBehind(world, chosen)
  return code
}

/** If a planned halt has begun before its time, says so: it was announced for another one. */
function sayBeganEarly(world: World, { journal: { incident } }: ChosenIncident): void {
  const { startedAt } = lifecycleOf(incident)
  const from = incident.declaration?.planned?.from
  if (from === undefined || startedAt === null || phaseOf(incident) !== 'initial-response') return
  const early = Date.parse(from) - Date.parse(startedAt)
  if (early < MINUTE) return
  const line = resumeCommand(world, 'undo', '--reason', '...', '-i', incident.declaration?.id ?? '')
  const { said, words } = world.text
  world.say(`${drillPrefix(incident, world.text)}${said.beganEarly(timeText(from), words.seconds(early / 1000), line)}`)
}

type LiftOptions = ForceOptions & { readonly all?: boolean; readonly request?: boolean }

export const lift: CommandModule = {
  help: {
    page: 'commands.md#running-a-halt',
    examples: [
      ['lift OPERATION', 'record that it is open again', '再開したことを記録する'],
      ['lift OPERATION:BTC/JPY --at "5m ago"', 'for a single market', '1つの市場だけについて記録する'],
      ['lift --all', 'everything that was restricted', '制限していたものをすべて再開した'],
      ['lift --request OPERATION', 'ask another person to approve it', '別の人に承認を求める'],
    ],
  },
  define(command, { start, say }) {
    command
      .argument('[target...]', say('OPERATION[:ASSET] that has resumed', '再開した 操作[:資産]'))
      .option('--all', say('everything has resumed', 'すべて再開した'))
      .addOption(
        new Option(
          '--request',
          say(
            'ask another person to approve the decision; lifts nothing',
            '解除の判断の承認を依頼する（解除は記録しない）',
          ),
        ).conflicts(['force', 'reason', 'at']),
      )
      .option('--force', say('even if resumption criteria are not settled', '再開基準が決まっていなくても記録する'))
      .option('--reason <text>', say('why (required with --force)', 'それでも記録する理由（--force には必須）'))
      .option('--at <time>', say('when it resumed', '再開した時刻'))
      .action((targets: string[], options: LiftOptions) => start((world) => runLift(world, targets, options)))
  },
}

async function runLift(world: World, given: readonly string[], options: LiftOptions): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const isAll = options.all || (given.length === 1 && given.every(meansAll))
  const targets = isAll ? 'all' : parseLiftTargets(given, chosen.journal.incident.runbook)
  if (options.request) return requestLift(world, chosen, targets)
  // They say whether a lift has to be approved.
  adoptSettings(world, chosen, await currentSettings(world, chosen))
  const except = await approvalsNotByAnother(world, chosen.journal)
  await warnAboutVainApprovals(world, chosen, true)
  for (const { event, prepared } of openApprovals(chosen.journal.incident, chosen.clock.now()))
    if (prepared.lift !== undefined) sayUnheeded(world, chosen, event)
  const eventsBefore = chosen.journal.incident.events
  const code = await record(
    world,
    (_, clock) => ({ kind: 'lift', targets, except, ...readForceAndAt(world, clock, options) }),
    chosen,
  )
  const { incident } = chosen.journal
  // If everything had been lifted before, nothing was recorded, and the last write is not from this command.
  const last = registerOf(incident, 'phase').at(-1)
  const lifted = last !== undefined && last.order > eventsBefore ? last.value : null
  if (lifted !== null) sayUnstatedCriteria(world, incident)
  const open = lifted?.forced?.open ?? []
  if (open.length > 0) world.say(openAtLift(world, open))
  if (lifted?.unapproved) world.say(world.text.said.liftUnapproved)
  sayStillRestricted(world, incident)
  return code
}

/** Names the first steps that were open at a lift; a command lists the others. */
function openAtLift({ text }: World, open: readonly string[]): string {
  const shown = open.slice(0, OPEN_STEPS_NAMED)
  return text.said.openAtLift(shown, open.length - shown.length, `${INVOCATION} next --all`)
}

/** Asks for the approval of the decision to lift. Adopts changed settings, which say who can give it. */
async function requestLift(
  world: World,
  chosen: ChosenIncident,
  targets: readonly ScopeTarget[] | 'all',
): Promise<number> {
  adoptSettings(world, chosen, await currentSettings(world, chosen))
  const { journal, clock } = chosen
  const wanted = targets === 'all' ? restrictedScope(journal.incident) : targets
  const open = () => (wanted.length === 0 ? undefined : openLiftRequest(journal.incident, wanted, clock.now()))
  const before = open()
  if (before !== undefined) await mustBeOfAnotherPerson(world, journal, before)
  const asked = appendIntents(journal, clock, { kind: 'request-lift', targets })
  const [request] = asked.events
  const waiting = open()
  const awaiting = request === undefined ? waiting?.event : nameOf(request)
  sayRecorded(world, journal, asked)
  if (world.options.json) world.print(recordedJson(journal, asked, awaiting === undefined ? {} : { awaiting }))
  return awaiting === undefined ? 0 : sayAwaiting(world, journal, awaiting)
}

export const reopen: CommandModule = {
  help: {
    page: 'commands.md#running-a-halt',
    examples: [
      ['reopen --reason "orders time out again"', 'record that it stopped again', '再び停止したことを記録する'],
      [
        'reopen --reason "orders time out again" --scope OPERATION=stopped',
        'with what is stopped',
        '何が止まったかも記録する',
      ],
    ],
  },
  define(command, { start, say }) {
    command
      .option('--reason <text>', say('why it stopped again (required)', '再び停止した理由（必須）'))
      .option('--scope <statement...>', say('OPERATION[:ASSET]=STATE', '操作[:資産]=状態'))
      .option('--at <time>', say('when it stopped again', '再び停止した時刻'))
      .action((options: { reason?: string; scope?: string[]; at?: string }) =>
        start(async (world) => {
          const reason = requireText(options.reason, '--reason')
          const chosen = await chooseIncidentToRecord(world)
          const scope = parseScope(options.scope ?? [], chosen.journal.incident.runbook)
          const code = await record(
            world,
            (_, clock) => ({ kind: 'reopen', reason, scope, ...readAtOption(world, clock, options.at) }),
            chosen,
          )
          sayStillOpen(world, chosen.journal, scope)
          return code
        }),
      )
  },
}

type CloseOptions = ForceOptions & { readonly resolution?: ClosedAs; readonly as?: string }

export const close: CommandModule = {
  help: {
    page: 'commands.md#running-a-halt',
    examples: [
      ['close', 'close the incident when everything is done', 'すべて終わったら、インシデントを終了する'],
      ['close --resolution false-alarm --reason "a test alert"', 'it was none', '誤報として終了する'],
      [
        'close --force --reason "the rest is in the tracker"',
        'although steps or follow-ups are open',
        '手順や残作業が残っていても終了する',
      ],
    ],
  },
  define(command, { start, say, authorities }) {
    command
      .addOption(
        new Option(
          '--resolution <what>',
          say(
            'close it as this; all but resolved: from any phase',
            'この扱いで終了する。resolved 以外は、どの段階からでも',
          ),
        )
          .choices(CLOSINGS)
          .argParser((given) => parseClosing(given, CLOSINGS)),
      )
      .option('--as <name>', say('name of the person acting', '操作する人の名前'))
      .option('--force', say('close even if steps or follow-ups are open', '手順や残作業が残っていても終了する'))
      .option('--reason <text>', say('why', '理由'))
      .option('--at <time>', say('when it was closed', '終了した時刻'))
      .action((options: CloseOptions) => start((world) => runClose(world, authorities, options)))
  },
}

/**
 * Reads `close --as`: returns who acts, as everywhere, but takes a word for how an incident ends as `--resolution`. Null
 * without it. Throws `usage` if that contradicts `--resolution`, `missing-answer` if it is blank.
 */
function readAs(
  world: World,
  { as: given, resolution }: CloseOptions,
): { readonly operator: string } | { readonly resolution: ClosedAs } | null {
  if (given === undefined) return null
  const named = idByName(CLOSING_NAMES, given)
  const meant = CLOSINGS.find((as) => as === named)
  if (meant === undefined) return { operator: requireText(given, '--as') }
  if (resolution !== undefined && resolution !== meant)
    fail('usage', { detail: `--as ${given} --resolution ${resolution}`, kind: 'conflict' })
  world.inform(world.text.said.readAsResolution(given, meant))
  return { resolution: meant }
}

async function runClose(
  shellWorld: World,
  authorities: CommandContext['authorities'],
  options: CloseOptions,
): Promise<number> {
  const said = readAs(shellWorld, options)
  const operator = said !== null && 'operator' in said ? said.operator : null
  const world =
    operator === null ? shellWorld : { ...shellWorld, operator, options: { ...shellWorld.options, as: operator } }
  const as = options.resolution ?? (said !== null && 'resolution' in said ? said.resolution : 'resolved')
  const reason = as === 'resolved' ? (options.reason ?? null) : requireText(options.reason, '--reason')
  const chosen = await chooseIncidentToRecord(world)
  if (operator !== null) world.workspace.changeOperator(operator)
  const before = restrictedWords(world, chosen.journal.incident)
  const code = await record(
    world,
    (_, clock) => ({ kind: 'close', as, reason, ...readForceAndAt(world, clock, options) }),
    chosen,
  )
  const mark = drillPrefix(chosen.journal.incident, world.text)
  for (const line of neverRestrictedLines(world, chosen.journal, before)) world.say(`${mark}${line}`)
  await sayWhatIsLeft(world, chosen, as, authorities)
  return code
}

/**
 * Says after a closing what is still restricted, to be retracted, and to report to authorities; after a drill, its score.
 */
async function sayWhatIsLeft(
  world: World,
  chosen: ChosenIncident,
  as: ClosedAs,
  authorities: CommandContext['authorities'],
): Promise<void> {
  const { incident, id } = chosen.journal
  const mark = drillPrefix(incident, world.text)
  sayStillRestricted(world, incident)
  if (incident.exercise !== null && !world.options.quiet) {
    const command = resumeCommand(world, 'drill', '--score', '-i', id)
    sayReminders(world, mark, [{ said: world.text.said.drillScore, command }])
  }
  sayReminders(world, mark, [...retractionReminders(world, chosen.journal), ...filingReminders(world, chosen)])
  // A false alarm was no halt, and the reports of a duplicate are those of the other incident.
  const reminder =
    as === 'resolved' ? await (await authorities()).authorityReminder(world, chosen.journal, 'close') : null
  if (reminder !== null) sayReminders(world, mark, [reminder])
}
