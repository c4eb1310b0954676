import { nameOf } from '../../log/event.ts'
import { isGivenUp } from '../../log/seen.ts'
import type { Handlers } from './draft.ts'

/** What governs the incident, and what befell its log. */
export const log = {
  'runbook.adopted': (draft, event) => {
    draft.runbook = event.data.runbook
    draft.runbookDigest = event.data.runbookDigest
  },
  'settings.adopted': (draft, event) => {
    draft.settings = event.data.settings
    draft.settingsDigest = event.data.settingsDigest
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
