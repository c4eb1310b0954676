import { playedDrillOf } from '../domain/drill/played-drill.ts'
import { type Score, scoreOf } from '../domain/drill/score.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { fail } from '../domain/problem.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { queryIncidents } from '../incident/incident-index.ts'
import type { World } from '../world.ts'
import { type ComparedScore, type DrillContext, lossWords, scoreBlocks } from './view.ts'
import { drillText } from './words.ts'

export interface DrillResult {
  readonly score: Score
  readonly compared: readonly ComparedScore[]
}

/** Scores a drill as it is now. Rejects with `no-exercise` if the incident is not a drill of a scenario. */
export async function scoreDrill(world: World, { journal, clock }: ChosenIncident): Promise<DrillResult> {
  const { exercise } = journal.incident
  const score = scoreOf(journal.incident, clock.now())
  if (score === null || exercise === null) return fail('no-exercise', { id: journal.id })
  const previous = await earlierDrills(world, journal.incident)
  const same = previous.findLast(({ scenario }) => scenario === exercise.scenario.id)
  const last = previous.at(-1)
  const { original } = exercise.scenario
  return {
    score,
    compared: [
      ...(original === null ? [] : [{ what: 'original' as const, id: original.incident, total: original.total }]),
      ...(same === undefined ? [] : [{ what: 'same' as const, ...same.compared }]),
      ...(last === undefined || last === same ? [] : [{ what: 'last' as const, ...last.compared }]),
    ],
  }
}

/** Closed drills opened earlier and played the same way (by people or program), oldest first; none without runbook files. */
async function earlierDrills(world: World, { exercise, declaration }: Incident) {
  const all = await queryIncidents(world, { fromIncident: playedDrillOf, fromSummary: ({ played }) => played })
  return all.flatMap(({ id, lacking, seen }) => {
    const isBefore = Date.parse(seen?.declaredAt ?? '') < Date.parse(declaration?.declaredAt ?? '')
    if (seen === null || lacking.length > 0 || !isBefore || seen.auto !== exercise?.auto) return []
    return [{ scenario: seen.scenario, compared: { id, total: seen.total } }]
  })
}

export async function drillResultBlocks(world: World, chosen: ChosenIncident, { score, compared }: DrillResult) {
  return scoreBlocks(chosen.journal.incident, score, compared, await drillContext(world, chosen.clock.stamp))
}

export async function drillContext({ text }: World, stamp: (ms: number) => string): Promise<DrillContext> {
  return { text, said: await drillText(text.language), stamp }
}

/** The JSON of `drill --score --json`. Rejects with `no-exercise` like `scoreDrill`. */
export async function scoreDocument(
  world: World,
  { journal, clock }: ChosenIncident,
  { score, compared }: DrillResult,
): Promise<object> {
  const { incident } = journal
  const { stamp } = clock
  const context = await drillContext(world, stamp)
  const { scenario, speed, auto } = incident.exercise ?? fail('no-exercise', { id: journal.id })
  const time = (ms: number | null) => (ms === null ? null : stamp(ms))
  return {
    schemaVersion: 1,
    incident: journal.id,
    scenario: scenario.id,
    title: scenario.title,
    auto,
    speed,
    mark: score.mark,
    total: score.total,
    passed: score.passed,
    sections: score.sections.map(({ lost, ...section }) => ({
      ...section,
      lost: lost.map((loss) => ({
        code: loss.code,
        what: loss.what,
        expected: loss.expected?.kind ?? null,
        dueAt: time(loss.dueAt),
        at: time(loss.at),
        points: loss.points,
        message: lossWords(incident, loss, context),
      })),
    })),
    compared: compared.map(({ what, id, total }) => ({ what, incident: id, total })),
    original: scenario.original,
  }
}

/** The exit code: 0 if the drill was passed; 8 if it is below its mark, or has nothing to judge yet. */
export function scoreExitCode({ score }: DrillResult): number {
  return score.passed ? 0 : 8
}
