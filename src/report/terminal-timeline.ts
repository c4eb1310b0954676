import { severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { type Audience, pictureFor } from '../domain/report/audience.ts'
import { type Picture, pictureOf } from '../domain/report/picture.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { loadText } from '../i18n/load.ts'
import { localeOf } from '../i18n/locale.ts'
import type { Text } from '../i18n/text.ts'
import type { Chosen } from '../incident/choose.ts'
import { columnsOf } from '../view/columns.ts'
import { fold } from '../view/fold.ts'
import { offsetText, timeText } from '../view/format.ts'
import { drillMark, paintFor } from '../view/paint.ts'
import type { World } from '../world.ts'
import type { Charset } from './picture/terminal/scale.ts'
import { type Heading, timelineLines } from './picture/terminal/timeline.ts'
import { pictureText } from './picture/words.ts'
import { reportLabels } from './words.ts'

interface Viewer {
  readonly language: Language
  readonly audience: Audience
  /** Where the log is damaged, in words. */
  readonly damage: readonly string[]
  /** Output goes to a file, whose lines are as wide as those for a pipe. */
  readonly isFile: boolean
}

const FILE_COLUMNS = 80
/** The drawing is unreadable in fewer columns. */
const MIN_COLUMNS = 20

/** The timeline as inert text, in colour if wanted; in a drill every line is marked. */
export async function timelineText(world: World, { journal, clock }: Chosen, viewer: Viewer): Promise<string> {
  const { language, audience, damage, isFile } = viewer
  const { incident } = journal
  const isColored = isFile ? world.options.color === 'always' : world.terminal.color
  const [text, said, labels, paint] = await Promise.all([
    loadText(language),
    pictureText(language),
    reportLabels(language),
    paintFor(isColored),
  ])
  const columns = isFile ? FILE_COLUMNS : world.terminal.columns
  const mark = incident.declaration?.drill ? drillMark(text.words.drill, paint, columns) : ''
  const available = Math.max(MIN_COLUMNS, columns - 1 - columnsOf(mark))
  const picture = pictureFor(audience, pictureOf(incident, lifecycleOf(incident), clock.now()), incident.runbook)
  const lines = timelineLines(picture, headingOf(incident, picture, audience, text), {
    runbook: incident.runbook,
    text,
    said,
    paint,
    charset: charsetOf(world.env),
    columns: available,
    shown: (ms) => timeText(clock.stamp(ms)),
  })
  const banner = damage.length === 0 ? [] : fold(labels.partial(damage), available).map((line) => paint.alarm(line))
  return [...banner, ...lines].map((line) => `${`${mark}${line}`.trimEnd()}\n`).join('')
}

/** Customers see neither the operators' title nor the severity. */
function headingOf(incident: Incident, picture: Picture, audience: Audience, { words, language }: Text): Heading {
  const { startedAt } = lifecycleOf(incident)
  const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
  const isPublic = audience === 'customer'
  return {
    incident: incident.declaration?.id ?? '',
    title: isPublic ? null : (titleOf(incident) ?? words.untitled),
    kind: isPublic ? type : `${words.severity(severityOf(incident))} ${type}`,
    elapsed: startedAt === null ? '' : offsetText(picture.to - Date.parse(startedAt)),
  }
}

/** ASCII for dumb terminals, the Linux console and locales that are not UTF-8. */
function charsetOf(env: NodeJS.ProcessEnv): Charset {
  return localeOf(env).isUtf8 && env.TERM !== 'dumb' && env.TERM !== 'linux' ? 'unicode' : 'ascii'
}
