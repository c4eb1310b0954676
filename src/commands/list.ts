import type { Command } from 'commander'
import { readAll, type Summary, sayOfIgnored, sayOfMissing } from '../app/incident/incidents.ts'
import type { Run } from '../command.ts'
import { courseOf } from '../domain/incident/course.ts'
import { type Incident, phaseOf, severityOf, titleOf, typeOf } from '../domain/incident/incident.ts'
import { whileReading } from '../edges/busy.ts'
import { inert } from '../render/inert.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--open', 'open ones only')
    .action((options: { open?: boolean }) => start((world) => run(world, options)))
}

async function run(world: World, options: { open?: boolean }): Promise<number> {
  sayOfIgnored(world)
  sayOfMissing(world)
  const read = await whileReading(world, () => readAll(world))
  const all = read.filter(({ incident }) => !options.open || phaseOf(incident) !== 'closed')
  const damaged = all.filter(({ journal }) => journal.findings().length > 0)
  if (world.options.json)
    world.print(
      JSON.stringify({
        schemaVersion: 1,
        incidents: all.map((s) => ({ ...entry(s.incident), incident: s.id, intact: !damaged.includes(s) })),
        missing: world.workspace.missing().map(({ incident, head, path }) => ({ incident, ...head, kept: path })),
      }),
    )
  else for (const summary of all) world.print(line(world, summary, damaged.includes(summary)))
  return damaged.length > 0 ? 4 : 0
}

function entry(incident: Incident) {
  const course = courseOf(incident)
  return {
    title: titleOf(incident),
    type: typeOf(incident),
    severity: severityOf(incident),
    drill: incident.declaration?.drill ?? false,
    phase: phaseOf(incident),
    startedAt: course.startedAt,
    declaredAt: incident.declaration?.declaredAt ?? null,
    fullyResumedAt: course.current.fullyResumedAt,
    closedAt: course.closedAt,
    closedAs: course.closedAs,
  }
}

function line(world: World, { id, incident }: Summary, damaged: boolean): string {
  const { words } = world.text
  const mark = incident.declaration?.drill ? `  [${words.drill}]` : ''
  const harm = damaged ? `  !! ${words.damaged}` : ''
  return `${inert(id)}  ${words.severity(severityOf(incident))}  ${words.phase[phaseOf(incident)]}${mark}  ${inert(titleOf(incident) ?? words.untitled)}${harm}`
}
