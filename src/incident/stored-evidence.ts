import type { Intent } from '../domain/decide/decide.ts'
import { factOf, valueInEvidence } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { EventData, KeptBytes } from '../domain/log/event.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import type { FactDefinition, Runbook } from '../domain/runbook/runbook.ts'
import { type EvidenceStore, evidenceStoreOf } from '../store/evidence-files.ts'
import type { AppendResult, Journal } from '../store/journal.ts'

/** Notes what was stored, so that it is deleted again if it cannot be recorded. */
type Keep = <K extends KeptBytes>(evidence: K) => K

/**
 * Runs `record`, which stores evidence beside the log and then records events that name it. If that fails, deletes what
 * was stored and throws; `not-recorded` for an error of the file system.
 */
export function recordWithEvidence<T>(journal: Journal, record: (store: EvidenceStore, keep: Keep) => T): T {
  const store = evidenceStoreOf(journal)
  const stored: KeptBytes[] = []
  try {
    return record(store, (evidence) => {
      stored.push(evidence)
      return evidence
    })
  } catch (error) {
    for (const { file } of stored) store.delete(file)
    const { code, path = store.directory } = error as NodeJS.ErrnoException
    if (error instanceof ProblemError || code === undefined) throw error
    return fail('not-recorded', { path, why: code })
  }
}

/**
 * Runs `record`, which decides on what `intentsIn` gives for the incident as it is then. Personal values are stored beside the
 * log first, and only named. A value that a fact has already is named as it was, so that nothing is recorded.
 */
export function recordPersonalValues<T extends AppendResult>(
  journal: Journal,
  intents: readonly Intent[],
  record: (intentsIn: (incident: Incident) => readonly Intent[]) => T,
): T {
  const isPersonal = ({ fact, value }: FactStatement) =>
    typeof value === 'string' && definitionIn(journal.incident.runbook, fact)?.personal === true
  if (!intents.some((intent) => intent.kind === 'set' && intent.statements.some(isPersonal)))
    return record(() => intents)
  return recordWithEvidence(journal, (store, keep) => {
    const named = withStatements(intents, (statement) => {
      if (!isPersonal(statement)) return statement
      const { value, ...rest } = statement
      return { ...rest, kept: keep(store.keep(Buffer.from(value ?? ''))) }
    })
    const unneeded: string[] = []
    const recorded = record((incident) =>
      withStatements(named, (statement) => {
        const { fact, kept } = statement
        const same = kept === undefined ? undefined : pieceWithSameValue(store, incident, fact, kept)
        if (kept === undefined || same === undefined) return statement
        unneeded.push(kept.file)
        return { ...statement, kept: same }
      }),
    )
    for (const file of unneeded) store.delete(file)
    return recorded
  })
}

type FactStatement = EventData['fact.set']

function withStatements(intents: readonly Intent[], change: (statement: FactStatement) => FactStatement): Intent[] {
  return intents.map((intent) =>
    intent.kind === 'set' ? { ...intent, statements: intent.statements.map(change) } : intent,
  )
}

/** The piece with the value that a fact has, if that is the same as a stored one. */
function pieceWithSameValue(
  store: EvidenceStore,
  incident: Incident,
  fact: string,
  kept: KeptBytes,
): KeptBytes | undefined {
  const { value } = factOf(incident, fact)
  const piece = incident.evidence.find((one) => one.kind === 'fact' && valueInEvidence(one) === value)
  if (piece?.bytes !== kept.bytes || !store.has(piece.file)) return undefined
  const { file, bytes, digest } = piece
  try {
    const [before, now] = [file, kept.file].map((name) => Buffer.concat([...store.read(name)]))
    return before !== undefined && now?.equals(before) ? { file, bytes, digest } : undefined
  } catch {
    // What cannot be read is no reason not to record.
    return undefined
  }
}

function definitionIn({ facts }: Runbook, fact: string): FactDefinition | undefined {
  return Object.hasOwn(facts, fact) ? facts[fact] : undefined
}
