import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { Draft } from '../../../src/domain/log/event.ts'
import { type Picture, pictureOf } from '../../../src/domain/report/picture.ts'
import type { Language } from '../../../src/domain/runbook/runbook.ts'
import { loadText } from '../../../src/i18n/text.ts'
import type { Charset } from '../../../src/report/picture/terminal/scale.ts'
import { type Heading, type TimelineContext, timelineLines } from '../../../src/report/picture/terminal/timeline.ts'
import { pictureText } from '../../../src/report/words.ts'
import { timeText } from '../../../src/view/format.ts'
import { PLAIN_PAINT } from '../../../src/view/paint.ts'
import { DECLARED, HOUR, incidentOf, iso } from '../../given.ts'
import { RUNBOOK } from '../../notice/halts.ts'

export function pictureAfter(hours: number, drafts: readonly Draft[]): Picture {
  const incident = incidentOf(...drafts)
  return pictureOf(incident, lifecycleOf(incident), DECLARED + hours * HOUR)
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
  const [text, said] = await Promise.all([loadText(language), pictureText(language)])
  const shown = (ms: number) => timeText(iso(ms - DECLARED))
  return { runbook: RUNBOOK, text, said, paint: PLAIN_PAINT, charset, columns, shown }
}

export const HEADING: Heading = {
  incident: '20261124-221705-system-failure',
  title: 'Matching engine down',
  kind: 'SEV2 system failure',
  elapsed: 'T+01:12:00',
}

/** The terminal timeline, without colour. */
export async function drawn(picture: Picture, view: View, heading: Partial<Heading> = {}): Promise<string[]> {
  return timelineLines(picture, { ...HEADING, ...heading }, await contextIn(view))
}
