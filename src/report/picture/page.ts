import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import { AXIS, axisLabels, backdrop } from './axis.ts'
import { type Lane, type PictureContext, svgLanes } from './lanes.ts'
import { type LegendEntry, legendEntries } from './legend.ts'
import { pictureSummary } from './mark-words.ts'
import { xml } from './shapes.ts'
import { PATTERNS } from './style.ts'
import { GAP, LANES } from './svg.ts'
import { PIXELS, type TimeScale, timeScale } from './time-scale.ts'

/** Room for the shapes at the ends of a row, in pixels. */
const MARGIN = 8
/** How far the lines of a row go on below it, where a label in several lines makes it higher. */
const BELOW = 200

/** The timeline for a page: each lane is a row of its own, so that its label stays in view and it can be hidden by style alone. */
export function picturePage(picture: TimelinePicture, base: Omit<PictureContext, 'scale'>): string {
  const scale = timeScale(picture, LANES, PIXELS)
  const context = { ...base, scale }
  const { said } = base
  const lanes = svgLanes(picture, context)
  const summary = pictureSummary(picture, base)
  const axis = `<defs>${PATTERNS}</defs>${backdrop(scale, AXIS - 4, AXIS)}${axisLabels(scale, base)}`
  return [
    ...chooser(lanes, base),
    `<div class="lanes${picture.keyMoments.isMarked ? ' marked' : ''}" tabindex="0" role="group" aria-label="${xml(summary)}">`,
    row({ label: said.zone(picture.timezone), kinds: 'lane' }, AXIS, axis),
    ...lanes.map((lane) => laneRow(lane, scale)),
    '</div>',
    `<ul class="legend">${legendEntries(picture, context)
      .map((entry) => legendItem(entry))
      .join('')}</ul>`,
  ].join('\n')
}

/** Radio buttons for what is shown, as far as there is a choice. */
function chooser(lanes: readonly Lane[], { said }: Pick<PictureContext, 'said'>): string[] {
  const choices = [
    'all',
    ...(lanes.some(({ hasKey }) => hasKey) ? ['key'] : []),
    ...(['decisions', 'notices'] as const).filter((group) => lanes.some((lane) => lane.group === group)),
  ] as (keyof typeof said.shown)[]
  if (choices.length === 1) return []
  const buttons = choices.map((choice) => {
    const checked = choice === 'all' ? ' checked' : ''
    return `<label><input type="radio" name="show" id="show-${choice}"${checked}> ${xml(said.shown[choice])}</label>`
  })
  return [`<fieldset class="show"><legend>${xml(said.show)}</legend>${buttons.join('')}</fieldset>`]
}

function laneRow({ label, group, height, content, hasKey }: Lane, scale: TimeScale): string {
  const kinds = `lane of-${group}${hasKey ? ' has-key' : ''}`
  return row(
    { label, kinds },
    height + GAP,
    `${backdrop(scale, 0, height + GAP + BELOW)}<g transform="translate(0 2)">${content}</g>`,
  )
}

function row({ label, kinds }: { readonly label: string; readonly kinds: string }, height: number, content: string) {
  const name = xml(label)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" class="halt-picture" viewBox="${-MARGIN} 0 ${LANES + 2 * MARGIN} ${height}" role="img" aria-label="${name}">${content}</svg>`
  return `<div class="${kinds}"><div class="lane-label">${name}</div>${svg}</div>`
}

function legendItem({ group, shape, words }: LegendEntry): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" class="halt-picture" viewBox="0 0 24 16" width="24" height="16" aria-hidden="true">${shape(12, 8)}</svg>`
  return `<li class="of-${group}">${svg}${xml(words)}</li>`
}
