import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { joinProblem, leftBehind } from '../../domain/decide/join.ts'
import { declarationToCopy, type NoteToCopy, nextCopies, notesToCopy } from '../../domain/incident/copied-notes.ts'
import { fail, INVOCATION, ProblemError } from '../../domain/problem.ts'
import type { AppendResult } from '../../store/journal.ts'
import type { World } from '../../world.ts'
import { type ChosenIncident, namedIncident, openToRecord, resolveIncidentId } from '../choose.ts'
import { openIncidents } from '../incident-index.ts'
import { sharedName } from '../namesakes.ts'
import { appendIntents, recordedDocument, sayRecorded } from '../record.ts'

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    [
      'join 20261124-2217',
      'close your own as a duplicate of that one',
      '自分のインシデントを重複として終了し、そちらに合流する',
    ],
    ['join 20261124-2217 --reason "the same outage, declared twice"', 'with the reason', '理由も記録する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('<incident>', say('the incident that goes on', '継続する側のインシデント'))
    .option('--reason <text>', say('why they are the same halt', '同じ停止と判断した理由'))
    .action((id: string, options: { reason?: string }) => start((world) => run(world, id, options.reason ?? null)))
}

async function run(world: World, given: string, reason: string | null): Promise<number> {
  const other = await openToRecord(world, resolveIncidentId(world, given), false)
  const own = await openToRecord(world, ownIncident(world, other), false)
  const refusal = joinProblem(own.journal.incident, other.journal.incident)
  if (refusal !== null) throw new ProblemError(refusal)
  // Copies first: if the program is killed in between, the same command copies the rest and closes.
  const notes = notesToCopy(own.journal.incident, own.journal.events(), own.journal.knows)
  const copied = copy(
    notes.map((note) => withSharedName(world, own, note)),
    other,
  )
  // A copy says there what was joined, and that whoever began with it makes nobody known.
  const declared = notes.length > 0 ? null : declarationToCopy(own.journal.incident, own.journal.knows)
  const first = declared === null ? null : copy([withSharedName(world, own, declared)], other)
  const duplicateOf = sharedName(world, other.journal)
  const closed = appendIntents(own.journal, own.clock, { kind: 'close', as: 'duplicate', reason, duplicateOf })
  report(world, { own, other, copied, first, closed })
  return 0
}

/** The incident to close: the one named, else the open one that the operator declared, of the same kind if there is one. */
function ownIncident(world: World, { journal }: ChosenIncident): string {
  const named = namedIncident(world)
  if (named !== null) return named
  const mine = openIncidents(world, journal.id).open.filter(
    ({ incident }) => incident.declaration?.declaredBy === world.operator,
  )
  const isDrill = journal.incident.declaration?.drill
  const alike = mine.filter(({ incident }) => incident.declaration?.drill === isDrill)
  const [own, ...more] = alike.length > 0 ? alike : mine
  if (own === undefined) return fail('cannot-join', { id: journal.id, why: 'none' })
  return more.length > 0 ? fail('which-incident', { ids: [own, ...more].map(({ id }) => id) }) : own.id
}

/** A copy of a note of this incident says which it is also where another one has its id. */
function withSharedName(world: World, { journal }: ChosenIncident, note: NoteToCopy): NoteToCopy {
  const { source } = note.copy
  if (source.incident !== journal.incident.declaration?.incident) return note
  return { ...note, copy: { ...note.copy, source: { ...source, id: sharedName(world, journal) } } }
}

function copy(notes: readonly NoteToCopy[], { journal, clock }: ChosenIncident): AppendResult {
  const events: AppendResult['events'][number][] = []
  for (;;) {
    const copies = nextCopies(journal.incident, notes, journal.knows)
    if (copies.length === 0) return { events, already: [] }
    events.push(...appendIntents(journal, clock, ...copies.map((copy) => ({ kind: 'note', ...copy }) as const)).events)
  }
}

interface Joined {
  readonly own: ChosenIncident
  readonly other: ChosenIncident
  /** The notes. */
  readonly copied: AppendResult
  /** The declaration, where there is no note to copy; else null. */
  readonly first: AppendResult | null
  readonly closed: AppendResult
}

function report(world: World, { own, other, copied, first, closed }: Joined): void {
  const { said } = world.text
  const { id } = own.journal
  const recorded = { events: [...copied.events, ...(first?.events ?? [])], already: [] }
  const left = leftBehind(own.journal.incident)
  sayRecorded(world, other.journal, recorded)
  world.inform(said.notesCopied(copied.events.length, other.journal.id))
  sayRecorded(world, own.journal, closed)
  if (left.privateNotes + left.files > 0) world.say(said.notCopied(left, id, INVOCATION))
  if (left.notices.length > 0) world.say(said.noticesStay(left.notices.length, id, INVOCATION))
  if (!world.options.json) return
  const document = { closed: recordedDocument(own.journal, closed), leftBehind: left }
  world.print(JSON.stringify({ schemaVersion: 1, ...recordedDocument(other.journal, recorded), ...document }))
}
