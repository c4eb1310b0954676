import type { TimelineEntry } from '../domain/incident/timeline.ts'
import { chronologyOf } from '../domain/report/report.ts'
import { openMoment } from '../domain/report/story.ts'
import type { Journal } from '../store/journal.ts'

/** The turning points of which nobody has said whether they are key moments, in the order in which they happened. */
export function openMoments(journal: Journal): TimelineEntry[] {
  const { incident, knows } = journal
  return [...chronologyOf(incident, [...journal.events()], knows).entries].filter(openMoment(incident))
}
