import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import { clipToColumns, wrapText } from '../../view/wrap.ts'
import { AXIS, axisLabels, backdrop } from './axis.ts'
import { type PictureContext, svgLanes } from './lanes.ts'
import { drawLegend, legendEntries } from './legend.ts'
import { pictureSummary } from './mark-words.ts'
import { linesOf } from './points.ts'
import { textElement, textIn, xml } from './shapes.ts'
import { PATTERNS } from './style.ts'
import { PIXELS, timeScale } from './time-scale.ts'

/** Width of the lanes, of the column of labels before them, and of the margin after them, in pixels. */
export const LANES = 776
const LEFT = 168
const RIGHT = 16
const WIDTH = LEFT + LANES + RIGHT

/** Height of a line of the heading, and how much of a title fits into one. */
const LINE = 19
const TITLE_COLUMNS = 104

/** How much of the label of a lane fits into a line of it, and the height of one. */
const LABEL_COLUMNS = 25
const LABEL_LINE = 14

/** Gap between lanes, with the line in it. */
export const GAP = 5

export interface PictureFrame {
  /** Its CSS. */
  readonly style: string
  /** Notes shown above the picture: a drill, a damaged log. */
  readonly marks: readonly string[]
  /** The id of the incident, which stands at the foot; empty if it has none. */
  readonly incident: string
}

/** Draws the timeline of an incident as one SVG document (SVG 2) without scripts or external resources. */
export function pictureSvg(
  picture: TimelinePicture,
  base: Omit<PictureContext, 'scale'>,
  { style, marks, incident }: PictureFrame,
): string {
  const scale = timeScale(picture, LANES, PIXELS)
  const context = { ...base, scale }
  const { said } = base
  const { language } = base.text
  const title = said.title(picture.title)
  const titles = wrapText(title, TITLE_COLUMNS)
  const lines = [
    ...marks.map((mark) => ({ kind: 'mark', words: clipToColumns(mark, 140) })),
    ...titles.map((words) => ({ kind: 'title', words })),
    { kind: 'faint', words: said.zone(picture.timezone) },
  ]
  const heading = lines.map(({ kind, words }, i) => textIn(language, { x: 10, y: 20 + i * LINE, kind }, words))
  const top = 8 + lines.length * LINE + AXIS
  let y = top
  const lanes = svgLanes(picture, context).map((lane) => {
    const words = linesOf(lane.label, LABEL_COLUMNS)
    const height = Math.max(lane.height, words.length * LABEL_LINE + 2)
    const first = y + height / 2 + 4 - ((words.length - 1) * LABEL_LINE) / 2
    const label = words
      .map((line, i) =>
        textIn(language, { x: LEFT - 10, y: first + i * LABEL_LINE, kind: 'label', anchor: 'end' }, line),
      )
      .join('')
    const content = `<g transform="translate(${LEFT} ${y})">${lane.content}</g>`
    y += height + GAP
    return `${label}${content}<path class="line" d="M0 ${y - GAP / 2}H${WIDTH}"/>`
  })
  const legend = drawLegend(legendEntries(picture, context), LANES)
  const foot = y + 12 + legend.height
  const height = incident === '' ? foot : foot + LINE
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" lang="${language}" class="halt-picture${picture.keyMoments.isMarked ? ' marked' : ''}" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="halt-picture-title halt-picture-desc">`,
    `<title id="halt-picture-title">${xml(title)}</title>`,
    `<desc id="halt-picture-desc">${xml(pictureSummary(picture, base))}</desc>`,
    `<style>${style}</style><defs>${PATTERNS}</defs>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    ...heading,
    `<g transform="translate(${LEFT} 0)">${backdrop(scale, top - 4, y)}</g>`,
    `<g transform="translate(${LEFT} ${top - AXIS - 4})">${axisLabels(scale, base)}</g>`,
    ...lanes,
    `<g transform="translate(${LEFT} ${y + 8})">${legend.content}</g>`,
    ...(incident === '' ? [] : [textElement(LEFT, foot + 8, 'faint', incident)]),
    '</svg>',
    '',
  ].join('\n')
}
