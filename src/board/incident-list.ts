import { severityOf, titleIn, typeOf } from '../domain/incident/current-values.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { openIncidents } from '../incident/incident-index.ts'
import { phaseNow } from '../incident/labels.ts'
import { escapeHtml } from '../view/html.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import type { Audience } from './audience.ts'
import { type BoardPart, sectionPart } from './board-part.ts'
import { addressOf } from './board-view.ts'
import type { BoardWords } from './words.en.ts'

export interface ListedIncident {
  readonly id: string
  readonly name: string
  /** The address of its page. */
  readonly path: string
}

/**
 * The incidents that somebody sees and that are open, but for what a writer says that is not known here, the latest first; in the
 * language of `world`.
 */
export function listedIncidents(
  world: World,
  { closedByStranger }: BoardWords,
  { incident: only }: Audience,
): ListedIncident[] {
  const { language } = world.text
  const { ids, open, silenced } = openIncidents(world)
  const seen = [...open, ...silenced].filter(({ id }) => only === null || id === only)
  const inOrder = seen.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  const listed = inOrder.map((journal) => {
    const { id, incident } = journal
    const { words } = withOwnNames(world.text, incident.runbook)
    const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
    const title = shortLine(titleIn(incident, language) ?? words.untitled, LONGEST_TITLE)
    const mark = incident.declaration?.drill ? `[${words.drill}] ` : ''
    const state = [`${words.severity(severityOf(incident))} ${type}`, phaseNow(incident, { words })]
    return {
      id,
      name: words.marked(
        `${mark}${title}`,
        words.listed(silenced.includes(journal) ? [...state, closedByStranger] : state),
      ),
      path: addressOf({ incident: id, language, department: null }),
    }
  })
  return listed.reverse()
}

/** The section that lists those that somebody sees; `current` is the incident whose page it is on. */
export function incidentListPart(
  world: World,
  words: BoardWords,
  current: string | null,
  audience: Audience,
): BoardPart {
  const incidents = listedIncidents(world, words, audience)
  const items = incidents.map(({ id, name, path }) => linkItem(path, name, id === current))
  const none = items.length === 0 ? `<p>${escapeHtml(words.noneOpen)}</p>\n` : ''
  // What was closed a moment ago is still looked for.
  const latest = world.workspace.ids().at(-1)
  const isListed =
    audience.isGuest || latest === undefined || latest === current || incidents.some(({ id }) => id === latest)
  if (!isListed) {
    const path = addressOf({ incident: latest, language: world.text.language, department: null })
    items.push(linkItem(path, words.latest(latest), false))
  }
  const list = `${none}${items.length === 0 ? '' : `<ul>\n${items.join('\n')}\n</ul>`}`
  return sectionPart('incidents', words.incidents, list)
}

function linkItem(path: string, name: string, isCurrent: boolean): string {
  return `<li><a href="${escapeHtml(path)}"${isCurrent ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a></li>`
}
