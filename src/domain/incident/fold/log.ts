import { isGivenUp } from '../../log/causal-heads.ts'
import { nameOf } from '../../log/event.ts'
import { govern, type Handlers } from './draft.ts'

/** What governs the incident, and what befell its log. */
export const log = {
  'runbook.adopted': (draft, event) => {
    govern(draft, event, event.data)
  },
  'settings.adopted': (draft, event) => {
    govern(draft, event, event.data)
  },
  'log.recovered': (draft, event) => {
    draft.recovered.push(event.data.kept)
  },
  'log.continued': (draft, event) => {
    const { writer, found, kept, reason, frozen = null } = event.data
    const givenUp = { event: nameOf(event), found, kept, reason, frozen }
    const unmet = draft.unmet.get(writer)
    draft.givenUp.set(writer, givenUp)
    if (unmet !== undefined && isGivenUp(unmet.head, givenUp)) draft.unmet.delete(writer)
  },
} satisfies Partial<Handlers>
