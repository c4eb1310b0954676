import { type Attachment, type Event, nameOf } from '../../log/event.ts'
import { REDACTED } from '../../log/redaction.ts'
import { copyKey } from '../copied-notes.ts'
import {
  addAnomaly,
  addEvidence,
  type Handlers,
  type IncidentDraft,
  positionOf,
  referenceTo,
  writeRegister,
} from '../draft.ts'
import type { CommandRun, HypothesisMark } from '../incident.ts'

/** Notes, commands that were run, and the evidence that both leave next to the log. */
export const evidenceHandlers = {
  'note.added': (draft, event) => {
    const { text, ja, en, attached, hypothesis, discards, confirms, key, source } = event.data
    const texts = { ...(ja !== undefined && { ja }), ...(en !== undefined && { en }) }
    const note = { note: text, ...(Object.keys(texts).length > 0 && { texts }) }
    keepAttachments(draft, event, attached)
    if (source !== undefined) {
      addName(draft.copiedNotes, copyKey(source), nameOf(event))
      if (source.ref !== undefined) addName(draft.joinedRefs, source.ref, nameOf(event))
    }
    if (hypothesis === true) writeRegister(draft, event, `hypothesis:${nameOf(event)}`, { state: 'open', ...note })
    if (key === true) writeRegister(draft, event, `moment:${nameOf(event)}`, true)
    if (discards !== undefined) judgeHypothesis(draft, event, discards, { state: 'discarded', ...note })
    if (confirms !== undefined) judgeHypothesis(draft, event, confirms, { state: 'confirmed', ...note })
  },
  'moment.marked': (draft, event) => writeRegister(draft, event, `moment:${event.data.event}`, true),
  'moment.declined': (draft, event) => {
    for (const declined of new Set(event.data.events)) writeRegister(draft, event, `no-moment:${declined}`, true)
  },
  'note.private': (draft, event) => {
    addEvidence(draft, event, 'note', event.data.kept)
    keepAttachments(draft, event, event.data.attached)
  },
  'command.started': (draft, event) => {
    const { argv, step, stdout, stderr } = event.data
    draft.commands.push({ ...referenceTo(event), argv, step, stdout, stderr, end: null, settled: null })
  },
  'command.ended': (draft, event) => {
    const { command, end: how, code, signal, stdout, stderr } = event.data
    changeCommand(draft, event, command, { end: { how, code, signal } })
    for (const [kind, output] of Object.entries({ stdout, stderr }))
      if (output?.kept) addEvidence(draft, event, kind as 'stdout' | 'stderr', output.kept)
  },
  'command.settled': (draft, event) => {
    const { command, words } = event.data
    changeCommand(draft, event, command, { settled: { ...referenceTo(event), words } })
  },
  'evidence.removed': (draft, event) => {
    const { file, reason, leftover } = event.data
    const removed = { ...referenceTo(event), reason }
    const pieces = draft.found.files.find(file).filter((e) => e.file === file)
    const isKept = pieces.length > 0
    if (!isKept && !leftover) addAnomaly(draft, event, 'unknown-target')
    if (!isKept && !draft.discarded.has(file)) {
      draft.discarded.set(file, removed)
      draft.found.discarded.set(removed.event, file)
    }
    for (const piece of pieces)
      if (piece.kind === 'fact')
        draft.written.amend(piece.event, positionOf(draft, event), (_, key) =>
          key.startsWith('fact:') ? { value: { known: true, value: REDACTED } } : {},
        )
    draft.found.files.change(file, (e) => (e.file === file && e.removed === null ? { ...e, removed } : e))
  },
} satisfies Partial<Handlers>

function judgeHypothesis(draft: IncidentDraft, event: Event, hypothesis: string, mark: HypothesisMark): void {
  if (draft.registers.has(`hypothesis:${hypothesis}`)) writeRegister(draft, event, `hypothesis:${hypothesis}`, mark)
  else addAnomaly(draft, event, 'unknown-target')
}

function changeCommand(draft: IncidentDraft, event: Event, command: string, change: Partial<CommandRun>): void {
  const { commands } = draft.found
  if (!commands.find(command).some((c) => c.event === command)) addAnomaly(draft, event, 'unknown-target')
  commands.change(command, (c) => (c.event === command ? { ...c, ...change } : c))
}

function keepAttachments(draft: IncidentDraft, event: Event, attached: readonly Attachment[] = []): void {
  for (const { name, ...bytes } of attached) addEvidence(draft, event, 'attachment', bytes, name)
}

function addName(names: Map<string, string[]>, key: string, name: string): void {
  const those = names.get(key)
  if (those === undefined) names.set(key, [name])
  else those.push(name)
}
