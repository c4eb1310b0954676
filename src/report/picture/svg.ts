import type { Picture } from '../../domain/report/picture.ts'
import { clip } from '../../view/fold.ts'
import { unevenAxis } from './axis.ts'
import { lanesOf, type PictureContext } from './lanes.ts'
import { legendLines } from './legend.ts'
import { words, xml } from './marks.ts'
import { PATTERNS } from './style.ts'

const WIDTH = 960
const LEFT = 168
const RIGHT = 16
const TOP = 40

/** What stands around the picture. */
export interface Frame {
  readonly style: string
  /** What has to be seen first: a drill, a damaged log. */
  readonly marks: readonly string[]
}

/** The timeline as one SVG document (SVG 2), without scripts and without anything from outside; `frame` stands in it. */
export function pictureSvg(
  picture: Picture,
  incident: string,
  given: Omit<PictureContext, 'x'>,
  { style, marks }: Frame,
): string {
  const { x, ticks, narrow } = unevenAxis(picture, [LEFT, WIDTH - RIGHT])
  const context = { ...given, x }
  const parts: string[] = []
  const top = TOP + marks.length * 20
  let y = top
  for (const lane of lanesOf(picture, context)) {
    parts.push(words(LEFT - 10, y + lane.height / 2 + 4, 'label', clip(lane.label, 25), 'end'))
    parts.push(lane.draw(y))
    y += lane.height
    parts.push(`<path class="line" d="M0 ${y + 2}H${WIDTH}"/>`)
    y += 5
  }
  const grid = ticks.map((tick) => `<path class="grid" d="M${tick.x} ${top - 4}V${y}"/>`)
  const times = ticks.map((tick) => {
    const day = tick.day === null ? '' : words(tick.x, top - 26, 'time', tick.day, 'middle')
    return day + words(tick.x, top - 10, 'time', tick.time, 'middle')
  })
  const legend = legendLines(picture, context, WIDTH - LEFT)
  legend.forEach((line, i) => {
    parts.push(`<g transform="translate(${LEFT} 0)">${line(y + 20 + i * 20)}</g>`)
  })
  const height = y + 14 + legend.length * 20
  const { said, shown } = given
  const { from, to } = picture
  const counts = {
    notices: picture.notices.flatMap(({ sent }) => sent).length,
    steps: picture.departments.flatMap(({ work }) => work).length,
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="halt-picture" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="halt-picture-title halt-picture-desc">`,
    `<title id="halt-picture-title">${xml(said.title(incident))}</title>`,
    `<desc id="halt-picture-desc">${xml(said.summary({ from: shown(from), to: shown(to), ...counts }))}</desc>`,
    `${style === '' ? '' : `<style>${style}</style>`}<defs>${PATTERNS}</defs>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    ...marks.map((mark, i) => words(10, 16 + i * 20, 'mark', clip(mark, 140))),
    ...narrow.map(([left, right]) => narrowBand([left, right], [top, y])),
    ...grid,
    ...times,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

/** What is drawn narrower than the rest lies on a ground of its own. */
function narrowBand([left, right]: readonly [number, number], [top, bottom]: readonly [number, number]): string {
  return `<rect class="narrow" x="${left}" y="${top - 4}" width="${right - left}" height="${bottom - top + 4}"/>`
}
