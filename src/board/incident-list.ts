import { phaseOf, severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { openIncidents } from '../incident/incident-index.ts'
import { escapeHtml } from '../view/html.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { addressOf } from './board-view.ts'
import type { BoardPart } from './view.ts'
import type { BoardWords } from './words.en.ts'

export interface ListedIncident {
  readonly id: string
  readonly name: string
  /** The address of its page. */
  readonly path: string
}

/** The open incidents, the latest first, in the language of `world`. */
export function listedIncidents(world: World): ListedIncident[] {
  const { language } = world.text
  const listed = openIncidents(world).open.map(({ id, incident }) => {
    const { words } = withOwnNames(world.text, incident.runbook)
    const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
    const title = shortLine(titleOf(incident) ?? words.untitled, LONGEST_TITLE)
    const mark = incident.declaration?.drill ? `[${words.drill}] ` : ''
    const state = `${words.severity(severityOf(incident))} ${type}, ${words.phase[phaseOf(incident)]}`
    return {
      id,
      name: words.marked(`${mark}${title}`, state),
      path: addressOf({ incident: id, language, department: null }),
    }
  })
  return listed.reverse()
}

/** The only section of the page that lists them. */
export function incidentListPart(incidents: readonly ListedIncident[], words: BoardWords): BoardPart {
  const items = incidents.map(({ name, path }) => `<li><a href="${escapeHtml(path)}">${escapeHtml(name)}</a></li>`)
  const list = items.length === 0 ? `<p>${escapeHtml(words.noneOpen)}</p>` : `<ul>\n${items.join('\n')}\n</ul>`
  return {
    id: 'incidents',
    html: `<section id="incidents" aria-labelledby="incidents-title">\n<h2 id="incidents-title">${escapeHtml(words.incidents)}</h2>\n${list}\n</section>`,
  }
}
