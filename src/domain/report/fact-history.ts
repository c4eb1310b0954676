import { registersOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'

/** One statement of a fact: what was said then, and whether it was taken back. */
export interface FactChange {
  readonly fact: string
  readonly event: string
  readonly at: string
  readonly by: string
  /** Null where only words were stated; then `value` says nothing. */
  readonly known: boolean | null
  readonly value: string | null
  /** Public words; null where none were stated. */
  readonly ja: string | null
  readonly en: string | null
  readonly undone: boolean
}

/** How facts changed, in the order in which they were stated. */
export function factHistory(incident: Incident): FactChange[] {
  const changes = new Map<string, FactChange & { readonly order: number }>()
  const add = (fact: string, write: Statement, said: Partial<FactChange>) => {
    const key = `${write.event} ${fact}`
    const { event, at, by, undone, order } = write
    const nothing = { fact, event, at, by, known: null, value: null, ja: null, en: null, undone, order }
    changes.set(key, { ...(changes.get(key) ?? nothing), ...said })
  }
  for (const [fact, writes] of registersOf(incident, 'fact:')) for (const write of writes) add(fact, write, write.value)
  for (const [name, writes] of registersOf(incident, 'words:')) {
    const [fact = '', language = ''] = name.split('.')
    for (const write of writes) add(fact, write, { [language]: write.value })
  }
  return [...changes.values()].sort((a, b) => a.order - b.order).map(({ order: _, ...change }) => change)
}

type Statement = Pick<FactChange, 'event' | 'at' | 'by' | 'undone'> & { readonly order: number }
