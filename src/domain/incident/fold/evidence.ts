import { type Attachment, type Event, nameOf } from '../../log/event.ts'
import type { CommandRun } from '../incident.ts'
import { contradict, type Draft, type Handlers, keep, put } from './draft.ts'

/** Notes, commands that were run, and what is kept of both beside the log. */
export const evidence = {
  'note.added': (draft, event) => {
    const { text: note, attached, hypothesis, discards } = event.data
    attach(draft, event, attached)
    if (hypothesis === true) put(draft, event, `hypothesis:${nameOf(event)}`, { state: 'open', note })
    if (discards === undefined) return
    if (draft.registers.has(`hypothesis:${discards}`))
      put(draft, event, `hypothesis:${discards}`, { state: 'discarded', note })
    else contradict(draft, event, 'unknown-target')
  },
  'note.private': (draft, event) => {
    keep(draft, event, 'note', event.data.kept)
    attach(draft, event, event.data.attached)
  },
  'command.started': (draft, event) => {
    const { argv, step, stdout, stderr } = event.data
    draft.commands.push({
      event: nameOf(event),
      argv,
      step,
      at: event.at,
      by: event.by,
      stdout,
      stderr,
      end: null,
      settled: null,
    })
  },
  'command.ended': (draft, event) => {
    const { command, end: how, code, signal, stdout, stderr } = event.data
    changeCommand(draft, event, command, { end: { how, code, signal } })
    for (const [kind, output] of Object.entries({ stdout, stderr }))
      if (output?.kept) keep(draft, event, kind as 'stdout' | 'stderr', output.kept)
  },
  'command.settled': (draft, event) => {
    const { command, words } = event.data
    changeCommand(draft, event, command, {
      settled: { event: nameOf(event), at: event.at, by: event.by, words },
    })
  },
  'evidence.removed': (draft, event) => {
    const { file, reason, leftover } = event.data
    const { at, by } = event
    const removed = { event: nameOf(event), at, by, reason }
    const isKept = draft.found.files.find(file).length > 0
    if (!isKept && !leftover) contradict(draft, event, 'unknown-target')
    if (!isKept && !draft.discarded.has(file)) draft.discarded.set(file, removed)
    draft.found.files.change(file, (e) => (e.removed === null ? { ...e, removed } : e))
  },
} satisfies Partial<Handlers>

function changeCommand(draft: Draft, event: Event, command: string, change: Partial<CommandRun>): void {
  if (draft.found.commands.find(command).length === 0) contradict(draft, event, 'unknown-target')
  draft.found.commands.change(command, (c) => ({ ...c, ...change }))
}

function attach(draft: Draft, event: Event, attached: readonly Attachment[] = []): void {
  for (const { name, ...bytes } of attached) keep(draft, event, 'attachment', bytes, name)
}
