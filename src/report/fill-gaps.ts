import { Failed, fail } from '../domain/outcome.ts'
import { unfilled } from '../domain/report/report.ts'
import { asking } from '../i18n/ask.ts'
import type { Chosen } from '../incident/choose.ts'
import { append, tell } from '../incident/record.ts'
import { sameCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { reportLabels } from './words.ts'

/**
 * Asks for what the report lacks, one question after the other, and records each answer before the next is asked. Throws
 * `missing-answer` where nobody can be asked, `paused` where they leave.
 */
export async function fillReport(world: World, { journal, clock }: Chosen): Promise<void> {
  const missing = unfilled(journal.incident)
  const first = missing[0]
  if (first === undefined) return
  if (!world.terminal.interactive) fail('missing-answer', { flag: `set ${first}=…`, what: missing.join(', ') })
  const { language } = world.text
  const { facts } = journal.incident.runbook
  const labels = await reportLabels(language)
  world.say(labels.filling)
  const record = (fact: string, value: string) => {
    const said = value === '?' ? { fact, known: false, value: null } : { fact, value }
    if (value !== '') tell(world, journal, append(journal, clock, { kind: 'set', facts: [said] }))
  }
  try {
    await asking(
      world,
      () => sameCommand(world),
      async (ask) => {
        for (const fact of missing) {
          const definition = facts[fact]
          const question = `${definition?.[language] ?? fact}: ${definition?.report?.ask[language] ?? ''}`
          await ask(question, (given) => record(fact, given))
        }
      },
    )
  } catch (error) {
    if (error instanceof Failed && error.problem.code === 'no-answer') fail('paused', { line: sameCommand(world) })
    throw error
  }
}
