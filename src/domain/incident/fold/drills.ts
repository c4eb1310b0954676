import { nameOf } from '../../log/event.ts'
import { contradict, type Handlers } from './draft.ts'

/** What a drill exercises. */
export const drills = {
  'drill.began': (draft, event) => {
    if (draft.exercise !== null || draft.declaration?.drill !== true) contradict(draft, event, 'not-a-drill')
    else draft.exercise = { ...event.data, injected: [] }
  },
  'drill.injected': (draft, event) => {
    const { exercise } = draft
    const { id } = event.data.inject
    if (exercise?.scenario.injects.some((inject) => inject.id === id) !== true)
      return contradict(draft, event, 'unknown-target')
    if (exercise.injected.some((known) => known.id === id)) return
    const injected = [...exercise.injected, { id, event: nameOf(event), at: event.at }]
    draft.exercise = { ...exercise, injected }
  },
} satisfies Partial<Handlers>
