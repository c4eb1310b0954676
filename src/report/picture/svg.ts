import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import { columnsOf } from '../../view/columns.ts'
import { clipToColumns } from '../../view/wrap.ts'
import { eventfulSpan, pictureSummary, unevenAxis } from './axis.ts'
import {
  bar,
  cross,
  diamond,
  drawMarks,
  noticeMark,
  type PictureContext,
  svgLanes,
  textElement,
  triangle,
  verticalLine,
  xml,
} from './lanes.ts'

/** Size of the picture and of the margins around the lanes, in pixels; the left one holds their labels. */
const WIDTH = 960
const LEFT = 168
const RIGHT = 16
const TOP = 40

export interface PictureFrame {
  /** Its CSS; empty if the page around the picture has it. */
  readonly style: string
  /** Notes shown above the picture: a drill, a damaged log. */
  readonly marks: readonly string[]
}

/** Draws the timeline of an incident as one SVG document (SVG 2) without scripts or external resources. */
export function pictureSvg(
  picture: TimelinePicture,
  incident: string,
  base: Omit<PictureContext, 'x'>,
  { style, marks }: PictureFrame,
): string {
  const { x, ticks, narrow } = unevenAxis(picture, [LEFT, WIDTH - RIGHT])
  const context = { ...base, x }
  const parts: string[] = []
  const top = TOP + marks.length * 20
  let y = top
  for (const lane of svgLanes(picture, context)) {
    parts.push(textElement(LEFT - 10, y + lane.height / 2 + 4, 'label', clipToColumns(lane.label, 25), 'end'))
    parts.push(drawMarks(lane.marks(y), base.said.more))
    y += lane.height
    parts.push(`<path class="line" d="M0 ${y + 2}H${WIDTH}"/>`)
    y += 5
  }
  const grid = ticks.map((tick) => `<path class="grid" d="M${tick.x} ${top - 4}V${y}"/>`)
  const times = ticks.map((tick) => {
    const day = tick.day === null ? '' : textElement(tick.x, top - 26, 'time', tick.day, 'middle')
    return day + textElement(tick.x, top - 10, 'time', tick.time, 'middle')
  })
  const legend = legendLines(picture, context, WIDTH - LEFT)
  parts.push(...legend.map((line, i) => `<g transform="translate(${LEFT} 0)">${line(y + 20 + i * 20)}</g>`))
  const height = y + 14 + legend.length * 20
  const { said } = base
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="halt-picture" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="halt-picture-title halt-picture-desc">`,
    `<title id="halt-picture-title">${xml(said.title(incident))}</title>`,
    `<desc id="halt-picture-desc">${xml(pictureSummary(picture, base))}</desc>`,
    `${style === '' ? '' : `<style>${style}</style>`}<defs>${PATTERNS}</defs>`,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    ...marks.map((mark, i) => textElement(10, 16 + i * 20, 'mark', clipToColumns(mark, 140))),
    ...narrow.map(([left, right]) => narrowBand([left, right], [top, y])),
    ...grid,
    ...times,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

/** Shades a range in which time is compressed. */
function narrowBand([left, right]: readonly [number, number], [top, bottom]: readonly [number, number]): string {
  return `<rect class="narrow" x="${left}" y="${top - 4}" width="${right - left}" height="${bottom - top + 4}"/>`
}

/** The colours of Okabe and Ito (https://jfly.uni-koeln.de/color/) for the colour-blind; shapes and patterns say as much. */
export const PICTURE_STYLE = `
.halt-picture{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--sky:#56b4e9;--green:#009e73;--orange:#e69f00;--red:#d55e00;--purple:#a8488a;--grey:#8c959f;--warn:#9a3412;--narrow:#f1f3f5;font-family:system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP",sans-serif}
@media (prefers-color-scheme:dark){.halt-picture{--ink:#e6edf3;--faint:#9da7b3;--grid:#30363d;--ground:#0d1117;--blue:#4aa8e0;--green:#2fc79a;--red:#f0803c;--purple:#d98cc0;--narrow:#1c232b;--warn:#ffb68a}}
@media print{.halt-picture{--ink:#1b1f24;--faint:#59636e;--grid:#d1d9e0;--ground:#fff;--blue:#0072b2;--green:#009e73;--red:#d55e00;--purple:#a8488a;--narrow:#f1f3f5;--warn:#9a3412}}
.halt-picture .ground{fill:var(--ground)}
.halt-picture text{font-size:12px;fill:var(--ink)}
.halt-picture .faint,.halt-picture .time{fill:var(--faint);font-size:11px}
.halt-picture .mark{fill:var(--warn);font-size:13px;font-weight:700}
.halt-picture .inside{fill:#111;font-size:11px;font-weight:600}
.halt-picture .narrow{fill:var(--narrow)}
.halt-picture .grid{stroke:var(--grid);fill:none}
.halt-picture .line{stroke:var(--grid);fill:none}
.halt-picture .phase-undeclared{fill:#c3c8ce}
.halt-picture .phase-scheduled{fill:var(--grey)}
.halt-picture .phase-initial-response{fill:#e58a4b}
.halt-picture .phase-during-halt{fill:#e69f00}
.halt-picture .phase-after-resumption{fill:#56b4e9}
.halt-picture .scope-stopped{fill:var(--blue)}
.halt-picture .scope-cancel-only,.halt-picture .scope-post-only,.halt-picture .scope-limited{stroke:var(--blue);stroke-width:1}
.halt-picture .scope-cancel-only{fill:url(#halt-slanted)}
.halt-picture .scope-post-only{fill:url(#halt-crossed)}
.halt-picture .scope-limited{fill:url(#halt-dotted)}
.halt-picture .scope-open{stroke:var(--green);stroke-width:2;fill:none}
.halt-picture .pattern{stroke:var(--blue);stroke-width:2;fill:var(--blue)}
.halt-picture .thin{stroke-width:1}
.halt-picture .bare{stroke-width:0}
.halt-picture .step-done{fill:var(--green)}
.halt-picture .step-in-progress{fill:var(--ground);stroke:var(--green);stroke-width:1.5}
.halt-picture .step-declined{fill:var(--ground);stroke:var(--faint);stroke-width:1.5}
.halt-picture .step-skipped{stroke:var(--red);stroke-width:2.5;fill:none}
.halt-picture .sent{fill:var(--purple)}
.halt-picture .unknown{fill:var(--ground);stroke:var(--purple);stroke-width:2}
.halt-picture .failed{stroke:var(--red);stroke-width:2.5;fill:none}
.halt-picture .kept{stroke:var(--green);stroke-width:2;fill:none}
.halt-picture .missed{stroke:var(--red);stroke-width:2;stroke-dasharray:2 2;fill:none}
.halt-picture .call-tried{fill:var(--ground);stroke:var(--blue);stroke-width:1.5}
.halt-picture .call-reached{fill:var(--blue)}
.halt-picture .call-raised{fill:var(--red)}
`.trim()

const PATTERNS = [
  '<pattern id="halt-slanted" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="pattern" d="M0 0v6"/></pattern>',
  '<pattern id="halt-crossed" width="6" height="6" patternUnits="userSpaceOnUse"><path class="pattern thin" d="M0 3h6M3 0v6"/></pattern>',
  '<pattern id="halt-dotted" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="pattern bare" cx="2.5" cy="2.5" r=".8"/></pattern>',
].join('')

interface LegendEntry {
  readonly shape: (x: number, y: number) => string
  readonly words: string
}

/** The legend of the shapes in this picture, in lines of at most `width` pixels, each drawn at a given height. */
function legendLines(picture: TimelinePicture, context: PictureContext, width: number): ((y: number) => string)[] {
  const lines: [x: number, LegendEntry][][] = [[]]
  let used = 0
  for (const entry of legendEntries(picture, context)) {
    // The shape, about 6 px for each column of text, and a gap.
    const needed = 26 + columnsOf(entry.words) * 6 + 18
    if (used + needed > width) {
      lines.push([])
      used = 0
    }
    lines.at(-1)?.push([used, entry])
    used += needed
  }
  const draw = (x: number, y: number, { shape, words }: LegendEntry) =>
    shape(x, y) + textElement(x + 26, y + 4, 'faint', words)
  return lines
    .filter((line) => line.length > 0)
    .map((line) => (y) => line.map(([x, entry]) => draw(x, y, entry)).join(''))
}

function legendEntries(picture: TimelinePicture, { text, said }: PictureContext): LegendEntry[] {
  const block = (kind: string) => (x: number, y: number) => bar({ x, y: y - 5, width: 20, height: 9 }, kind)
  const states = [...new Set(picture.scope.flatMap(({ spans }) => spans.map(({ state }) => state)))]
  const steps = [...new Set(picture.departments.flatMap(({ work }) => work.map(({ state }) => state)))]
  const sent = picture.notices.flatMap((one) => one.sent)
  const kept = [...new Set(picture.notices.flatMap((one) => one.promised.map((p) => p.kept)))].sort().reverse()
  const calls = [...new Set(picture.calls.map(({ kind }) => kind))]
  const outcomes = new Set(sent.map(({ state }) => (state === 'posted' ? 'sent' : state)))
  const eventful = eventfulSpan(picture)
  const isUneven = eventful.from > picture.from || eventful.to < picture.to
  return [
    ...states.map((state) => ({
      shape:
        state === 'open'
          ? (x: number, y: number) => `<path class="scope-open" d="M${x} ${y}h20"/>`
          : block(`scope-${state}`),
      words: text.words.scopeState[state],
    })),
    ...steps.map((state) => ({
      shape: state === 'skipped' ? (x: number, y: number) => cross(x + 10, y, 'step-skipped') : block(`step-${state}`),
      words: said.work(text.words.stepState[state]),
    })),
    ...(['sent', 'unknown', 'failed'] as const)
      .filter((outcome) => outcomes.has(outcome))
      .map((outcome) => ({
        shape: (x: number, y: number) => noticeMark(x + 10, y, outcome),
        words: said.notice[outcome],
      })),
    ...kept.map((isKept) => ({
      shape: (x: number, y: number) => verticalLine(x + 10, y - 8, 16, isKept ? 'kept' : 'missed'),
      words: said.promise(isKept),
    })),
    ...calls.map((kind) => ({
      shape: (x: number, y: number) =>
        kind === 'raised'
          ? triangle(x + 10, y, 'call-raised')
          : diamond(x + 10, y, kind === 'reached' ? 'call-reached' : 'call-tried'),
      words: said.call[kind],
    })),
    ...(isUneven ? [{ shape: block('narrow'), words: said.narrow }] : []),
  ]
}
