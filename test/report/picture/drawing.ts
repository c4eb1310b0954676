import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { chronologyOf } from '../../../src/domain/report/report.ts'
import { type TimelinePicture, timelinePictureOf } from '../../../src/domain/report/timeline-picture.ts'
import type { Language } from '../../../src/domain/runbook/runbook.ts'
import type { Charset } from '../../../src/report/picture/terminal/scale.ts'
import {
  type TimelineContext,
  type TimelineHeading,
  timelineLines,
} from '../../../src/report/picture/terminal/timeline.ts'
import { readerWords } from '../../../src/report/readers.ts'
import { pictureText, reportLabels } from '../../../src/report/words.ts'
import { PLAIN_PAINT } from '../../../src/view/paint.ts'
import { timeText } from '../../../src/view/time-format.ts'
import { DECLARED, foldEvents, HOUR, history, incidentOf, iso } from '../../given.ts'
import { halt, RUNBOOK } from '../../notice/halts.ts'

export function pictureAfter(hours: number, drafts: readonly EventDraft[]): TimelinePicture {
  const events = history(...drafts)
  const incident = foldEvents(events)
  const { story } = chronologyOf(incident, events)
  return timelinePictureOf(incident, lifecycleOf(incident), DECLARED + hours * HOUR, story)
}

interface View {
  readonly language?: Language
  readonly columns?: number
  readonly charset?: Charset
}

export async function contextIn({
  language = 'en',
  columns = 80,
  charset = 'unicode',
}: View): Promise<TimelineContext> {
  const [words, said, labels] = await Promise.all([
    readerWords(incidentOf(halt()), { language, audience: 'internal' }),
    pictureText(language, 'internal'),
    reportLabels(language, 'internal'),
  ])
  const shown = (ms: number) => timeText(iso(ms - DECLARED))
  return {
    ...words,
    audience: 'internal',
    runbook: RUNBOOK,
    said,
    labels,
    paint: PLAIN_PAINT,
    charset,
    columns,
    formatTime: shown,
  }
}

export const HEADING: TimelineHeading = {
  incident: '20261124-221705-system-failure',
  title: 'Matching engine down',
  kind: 'SEV2 system failure',
  elapsed: 'T+01:12:00',
}

/** The terminal timeline, without colour. */
export async function drawn(
  picture: TimelinePicture,
  view: View,
  heading: Partial<TimelineHeading> = {},
): Promise<string[]> {
  return timelineLines(picture, { ...HEADING, ...heading }, await contextIn(view))
}

/** A picture in which nothing happened, with times in milliseconds. */
export function emptyPicture(from: number, to: number): TimelinePicture {
  return {
    from,
    to,
    title: null,
    timezone: 'Asia/Tokyo',
    plan: null,
    phases: [],
    interruptions: [],
    unstated: [],
    impact: { operations: 1, curve: [] },
    affected: { isSum: false, steps: [] },
    moments: [],
    keyMoments: { isMarked: false, events: new Set() },
    decisions: [],
    leads: [],
    filings: [],
    departments: [],
    notices: [],
    scope: [],
    calls: [],
  }
}
