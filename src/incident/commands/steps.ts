import type { Command } from 'commander'
import type { CommandContext, CommandHelp, CommandModule } from '../../command.ts'
import { unstatedFacts } from '../../domain/incident/facts.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { factsAskedBy } from '../../domain/incident/steps.ts'
import { fail, INVOCATION } from '../../domain/problem.ts'
import { roleOf } from '../../domain/runbook/fact-roles.ts'
import { idsByName } from '../../domain/runbook/names.ts'
import { LANGUAGES, type Runbook, stepById } from '../../domain/runbook/runbook.ts'
import { askQuestions } from '../../i18n/ask.ts'
import { sameCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { assigneeNamed, meansYes } from '../names.ts'
import { readAtOption, record, requireText } from '../record.ts'

export const begin: CommandModule = {
  help: {
    page: 'commands.md#running-a-halt',
    examples: [
      ['begin STEP', 'record that you have begun a step', '手順に着手したことを記録する'],
      [
        'begin STEP --note "engine-3 first" --at "5m ago"',
        'with a note, and when it was',
        'メモと、着手した時刻も記録する',
      ],
    ],
  },
  define(command, { start, say }) {
    stepsArgument(command, say)
      .option('--note <text>', say('what is being done', '何をしているか'))
      .option('--at <time>', say('when it was started', '着手した時刻'))
      .action((steps: string[], { note, at: when }: { note?: string; at?: string }) =>
        start((world) => {
          const noted = note === undefined ? {} : { note }
          return record(world, (_, clock) => ({ kind: 'begin', steps, ...noted, ...readAtOption(world, clock, when) }))
        }),
      )
  },
}

interface DoneOptions {
  readonly note?: string
  readonly at?: string
}

export const done: CommandModule = {
  help: {
    page: 'commands.md#running-a-halt',
    examples: [
      ['done STEP', 'record that a step is done', '手順が完了したことを記録する'],
      ['done STEP --note "orders time out; engine-3 is down"', 'with what was found', '分かったことも記録する'],
      ['done STEP --at "5m ago"', 'it was done earlier than it is recorded', '記録より前に完了していた'],
    ],
  },
  define(command, { start, say }) {
    stepsArgument(command, say)
      .option('--note <text>', say('what was done or found', '何をしたか、何が分かったか'))
      .option('--at <time>', say('when it was done', '完了した時刻'))
      .action((steps: string[], options: DoneOptions) => start((world) => runDone(world, steps, options)))
  },
}

async function runDone(world: World, steps: readonly string[], { note, at: when }: DoneOptions): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const { runbook } = chosen.journal.incident
  // Done, they record a notice; the settings say whether it has to be approved.
  const isNotice = steps.some((id) => (stepById(runbook, id)?.channel ?? null) !== null)
  if (isNotice) {
    const { adoptSettings, currentSettings } = await import('../settings-adoption.ts')
    adoptSettings(world, chosen, await currentSettings(world, chosen))
  }
  const code = await record(
    world,
    (_, clock) => ({ kind: 'done', steps, ...(note !== undefined && { note }), ...readAtOption(world, clock, when) }),
    chosen,
  )
  remindOfFacts(world, chosen.journal.incident, steps)
  return code
}

/** Names the facts that the steps ask for and that are not stated yet. The steps are done even so. */
function remindOfFacts(world: World, incident: Incident, steps: readonly string[]): void {
  const { runbook, settings } = incident
  const hasContact = LANGUAGES.some((language) => settings.contact[language] !== null)
  for (const id of steps) {
    const step = stepById(runbook, id)
    const asked = step === undefined ? [] : factsAskedBy(incident, step)
    const facts = unstatedFacts(incident, asked).filter((name) => !hasContact || roleOf(runbook, name) !== 'contact')
    if (facts.length > 0) world.say(world.text.said.factsMissing(id, facts, INVOCATION))
  }
}

/** A declined step was decided against; a skipped one deviates from the runbook. */
export const decline = notDone('decline', {
  page: 'commands.md#running-a-halt',
  examples: [
    [
      'decline OPTIONAL-STEP --reason "no customer is affected"',
      'decide against a step that is not required',
      '必須でない手順を見送る',
    ],
    [
      'decline OPTIONAL-STEP --reason "not needed" --at "5m ago"',
      'it was decided earlier than it is recorded',
      '記録より前に決めていた',
    ],
  ],
})
export const skip = notDone('skip', {
  page: 'commands.md#running-a-halt',
  examples: [
    [
      'skip STEP --reason "the monitoring is down too"',
      'leave out a step, as a deviation from the manual',
      '手順を行わない（マニュアルからの逸脱として残る）',
    ],
    [
      'skip STEP --reason "nobody could log in" --at "5m ago"',
      'it was decided earlier than it is recorded',
      '記録より前に決めていた',
    ],
  ],
})

function notDone(kind: 'decline' | 'skip', help: CommandHelp): CommandModule {
  return {
    help,
    define(command, { start, say }) {
      stepsArgument(command, say)
        .option('--reason <text>', say('why (required)', '理由（必須）'))
        .option('--note <text>', say('same as --reason', '--reason と同じ'))
        .option('--at <time>', say('when it was decided', '決めた時刻'))
        .action((steps: string[], options: { reason?: string; note?: string; at?: string }) =>
          start((world) => {
            const reason = requireText(options.reason ?? options.note, '--reason')
            return record(world, (_, clock) => ({ kind, steps, reason, ...readAtOption(world, clock, options.at) }))
          }),
        )
    },
  }
}

export const assign: CommandModule = {
  help: {
    page: 'commands.md#running-a-halt',
    examples: [
      ['assign STEP --to DEPARTMENT', 'give a step to a department', '手順を部署に割り当てる'],
      ['assign STEP --to sato', 'give it to a person', '手順を人に割り当てる'],
    ],
  },
  define(command, { start, say }) {
    stepsArgument(command, say)
      .option('--to <assignee>', say('person or department (required)', '人または部署（必須）'))
      .option('--person', say('a person, although the name is like another', '似た名前があっても、人の名前として扱う'))
      .option('--at <time>', say('when it was assigned', '割り当てた時刻'))
      .action((steps: string[], options: AssignOptions) => start((world) => runAssign(world, steps, options)))
  },
}

interface AssignOptions {
  readonly to?: string
  readonly person?: boolean
  readonly at?: string
}

async function runAssign(world: World, steps: readonly string[], { to: given, person, at }: AssignOptions) {
  const chosen = await chooseIncidentToRecord(world)
  const { incident } = chosen.journal
  const { departments } = incident.runbook
  const named = requireText(given, '--to', assigneeExample(departments))
  const to = person ? named : await assigneeMeant(world, incident, named)
  return record(world, (_, clock) => ({ kind: 'assign', steps, to, ...readAtOption(world, clock, at) }), chosen)
}

/** Who is meant. Asks about a name that is like another; rejects with `unclear-assignee` if nobody can be asked. */
async function assigneeMeant(world: World, incident: Incident, given: string): Promise<string> {
  const { departments } = incident.runbook
  // What compares names is loaded only for a name that is no department's.
  if (idsByName(departments, given).length > 0) return assigneeNamed(given, departments)
  const { nameLike } = await import('../assignee.ts')
  const read = (name: string) => {
    const like = nameLike(name, incident)
    return like === null ? assigneeNamed(name, departments) : fail('unclear-assignee', { given: name, like })
  }
  const like = nameLike(given, incident)
  const { isInteractive } = world.terminal
  if (like === null || !isInteractive || !world.options.input || world.options.json) return read(given)
  const question = world.text.said.isPerson(given, like)
  return askQuestions(
    world,
    () => sameCommand(world),
    (ask) => ask(question, (answer) => (meansYes(answer) ? given : read(requireText(answer, '--to')))),
  )
}

/** The department that is typed most quickly. */
function assigneeExample(departments: Runbook['departments']): string | undefined {
  const [shortest] = Object.keys(departments).sort((a, b) => a.length - b.length)
  return shortest && `--to ${shortest}`
}

function stepsArgument(command: Command, say: CommandContext['say']): Command {
  return command.argument('<step...>', say('step ids', '手順のID'))
}
