import { type Handlers, put, putScope } from './draft.ts'

/** Facts, public words, and what is stopped. */
export const statements = {
  'fact.set': (draft, event) => {
    const { fact, known, value } = event.data
    const taken = known === false ? null : undefined
    const { ja = taken, en = taken } = event.data
    if (known !== undefined || value !== undefined)
      put(draft, event, `fact:${fact}`, { known: known ?? true, value: value ?? null })
    if (ja !== undefined) put(draft, event, `words:${fact}.ja`, ja)
    if (en !== undefined) put(draft, event, `words:${fact}.en`, en)
  },
  'scope.changed': (draft, event) => putScope(draft, event, event.data.changes),
} satisfies Partial<Handlers>
