import { nameOf } from '../../log/event.ts'
import type { PhaseMark } from '../incident.ts'
import type { Write } from '../register.ts'
import { asItStands } from './actions.ts'
import { contradict, type Draft, type Handlers } from './draft.ts'

/** What is said of earlier events: taken back, or corrected. */
export const corrections = {
  'event.undone': (draft, event) => {
    const target = event.data.event
    const writes = writesOf(draft, target)
    if (writes.length === 0) return contradict(draft, event, 'unknown-target')
    if (!writes.every(undoable)) return contradict(draft, event, 'not-undoable')
    draft.undone.set(target, nameOf(event))
    amend(draft, target, (w) => ({ ...w, undone: true }))
    draft.actions = draft.actions.map((a) => (a.doneEvent === target ? asItStands(draft, a) : a))
  },
  'event.corrected': (draft, event) => {
    const { event: target, at = null, text = null, reason } = event.data
    const { by, recordedAt } = event
    draft.corrections.push({ event: nameOf(event), target, by, recordedAt, at, text, reason })
    if (at !== null) retime(draft, target, at)
    if (text !== null) amend(draft, target, (w) => ({ ...w, value: reworded(w.value, text), corrected: true }))
    const moved = <T extends { readonly event: string; readonly at: string }>(things: readonly T[]): T[] =>
      things.map((t) => (t.event === target ? { ...t, at: at ?? t.at } : t))
    draft.notices = moved(draft.notices)
    draft.pages = moved(draft.pages)
    draft.evidence = moved(draft.evidence)
    draft.commands = moved(draft.commands)
    draft.actions = draft.actions.map((a) => {
      if (a.id === target) return { ...a, at: at ?? a.at, text: text ?? a.text }
      return a.doneEvent === target ? asItStands(draft, a) : a
    })
  },
} satisfies Partial<Handlers>

function writesOf(draft: Draft, target: string): Write<unknown>[] {
  return [...draft.registers.values()].flatMap((writes) => writes.filter((w) => w.event === target))
}

/** Declaring and closing stand: what follows them rests on them. */
function undoable(w: Write<unknown>): boolean {
  const by = (w.value as Partial<PhaseMark>)?.by
  return by !== 'declared' && by !== 'close'
}

/** A planned halt began when it was advanced: the one moves with the other. */
function retime(draft: Draft, target: string, at: string): void {
  const began = draft.registers.get('phase')?.some((w) => w.event === target && (w.value as PhaseMark).by === 'advance')
  amend(draft, target, (w, key) => ({
    ...w,
    at,
    corrected: true,
    ...(began && key === 'fact:started-at' && { value: { known: true, value: at } }),
  }))
}

function amend(draft: Draft, target: string, change: (w: Write<unknown>, key: string) => Write<unknown>): void {
  for (const [key, writes] of draft.registers)
    if (writes.some((w) => w.event === target))
      draft.registers.set(
        key,
        writes.map((w) => (w.event === target ? change(w, key) : w)),
      )
}

/** Only the mark of a step has words of its own to correct. */
function reworded(value: unknown, text: string): unknown {
  return typeof value === 'object' && value !== null && 'note' in value ? { ...value, note: text } : value
}
