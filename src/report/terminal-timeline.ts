import { severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { type Audience, pictureFor } from '../domain/report/audience.ts'
import { type Picture, pictureOf } from '../domain/report/picture.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { textIn } from '../i18n/load.ts'
import { localeOf } from '../i18n/locale.ts'
import type { Text } from '../i18n/text.ts'
import type { Chosen } from '../incident/choose.ts'
import { columnsOf } from '../view/columns.ts'
import { fold } from '../view/fold.ts'
import { offset, whenOf } from '../view/format.ts'
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
  /** It goes to a file, and is as wide as one for a pipe. */
  readonly isFile: boolean
}

const FILE_COLUMNS = 80
/** On fewer, there is nothing to be seen. */
const LEAST_COLUMNS = 20

/** The timeline drawn with characters: coloured where colours are wanted, inert, each line of a drill marked as one. */
export async function timelineText(world: World, { journal, clock }: Chosen, viewer: Viewer): Promise<string> {
  const { language, audience, damage, isFile } = viewer
  const { incident } = journal
  const isColored = isFile ? world.options.color === 'always' : world.terminal.color
  const [text, said, labels, paint] = await Promise.all([
    textIn(language),
    pictureText(language),
    reportLabels(language),
    paintFor(isColored),
  ])
  const columns = isFile ? FILE_COLUMNS : world.terminal.columns
  const mark = incident.declaration?.drill ? drillMark(text.words.drill, paint, columns) : ''
  const left = Math.max(LEAST_COLUMNS, columns - 1 - columnsOf(mark))
  const picture = pictureFor(audience, pictureOf(incident, lifecycleOf(incident), clock.now()), incident.runbook)
  const lines = timelineLines(picture, headingOf(incident, picture, audience, text), {
    runbook: incident.runbook,
    text,
    said,
    paint,
    charset: charsetOf(world.env),
    columns: left,
    shown: (ms) => whenOf(clock.stamp(ms)),
  })
  const banner = damage.length === 0 ? [] : fold(labels.partial(damage), left).map((line) => paint.alarm(line))
  return [...banner, ...lines].map((line) => `${`${mark}${line}`.trimEnd()}\n`).join('')
}

/** Customers get neither the title that operators gave it nor how severe they held it to be. */
function headingOf(incident: Incident, picture: Picture, audience: Audience, { words, language }: Text): Heading {
  const { startedAt } = lifecycleOf(incident)
  const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
  const isPublic = audience === 'customer'
  return {
    incident: incident.declaration?.id ?? '',
    title: isPublic ? null : (titleOf(incident) ?? words.untitled),
    kind: isPublic ? type : `${words.severity(severityOf(incident))} ${type}`,
    elapsed: startedAt === null ? '' : offset(picture.to - Date.parse(startedAt)),
  }
}

/** Terminals that say that they can show little, and the console of Linux, have no characters to draw with. */
function charsetOf(env: NodeJS.ProcessEnv): Charset {
  return localeOf(env).isUtf8 && env.TERM !== 'dumb' && env.TERM !== 'linux' ? 'unicode' : 'ascii'
}
