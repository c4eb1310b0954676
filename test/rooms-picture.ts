import { escapeHtml } from '../src/view/html.ts'

/** Where a room stands in the picture, and what it is about in a few words. */
interface Place {
  /** The middle of its box. */
  readonly x: number
  readonly about: string
}

/** Which rooms each room imports from. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>

/** Placed so that no arrow runs through a box. */
const PLACES: Readonly<Record<string, Place>> = {
  cli: { x: 300, about: 'command lines, help' },
  board: { x: 100, about: 'the page in a browser' },
  walk: { x: 420, about: 'the prompt' },
  readiness: { x: 580, about: 'init, doctor, runbook' },
  report: { x: 380, about: 'report, statistics' },
  mcp: { x: 80, about: 'assistants' },
  approval: { x: 240, about: 'a second person' },
  people: { x: 540, about: 'calls, paging, the lead' },
  drill: { x: 684, about: 'scenarios, score' },
  notice: { x: 160, about: 'texts, checks, sending' },
  evidence: { x: 310, about: 'files, output, verify' },
  authority: { x: 460, about: 'deadlines, drafts' },
  incident: { x: 340, about: 'recording, status' },
  feeds: { x: 340, about: 'chat rooms, pagers' },
  relay: { x: 260, about: 'other machines' },
  signing: { x: 420, about: 'SSH signatures' },
  runbook: { x: 260, about: 'YAML files' },
  delivery: { x: 420, about: 'mail, webhook, pages' },
  i18n: { x: 540, about: 'both languages' },
  store: { x: 420, about: 'the log on disk' },
  view: { x: 600, about: 'blocks, writers' },
  platform: { x: 520, about: 'terminal, files, time' },
  domain: { x: 520, about: 'the kernel: pure' },
}

const [WIDTH, BOX, HEIGHT, PITCH, PAD] = [760, 132, 40, 66, 12]

const STYLE = `text{font:13px system-ui,sans-serif;text-anchor:middle;fill:#1f2328}
.name{font-weight:600}.about{font-size:11px;fill:#59636e}
.ground{fill:#fff;stroke:#d1d9e0}.box{fill:#f6f8fa;stroke:#59636e}.kernel{fill:#ddf4ff;stroke:#0550ae}
.arrow{fill:none;stroke:#59636e}.head{fill:#59636e}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.about{fill:#9198a1}.ground{fill:#0d1117;stroke:#3d444d}
.box{fill:#151b23;stroke:#9198a1}.kernel{fill:#0c2d4d;stroke:#79c0ff}.arrow{stroke:#9198a1}.head{fill:#9198a1}}`

/** Rooms that can be reached by more than one import stand below all that lead there, and need no arrow of their own. */
export function arrowsOf(imports: Imports): [from: string, to: string][] {
  return [...imports].flatMap(([from, direct]) => {
    const further = new Set([...direct].flatMap((room) => [...reached(room, imports)]))
    return [...direct].filter((to) => !further.has(to)).map((to): [string, string] => [from, to])
  })
}

/** Everything that a room imports, by way of other rooms too. */
function reached(room: string, imports: Imports): Set<string> {
  const direct = imports.get(room) ?? new Set()
  return new Set([...direct, ...[...direct].flatMap((next) => [...reached(next, imports)])])
}

/** The rooms as an SVG, each above all that it imports, with arrows to those that nothing between them imports. */
export function roomsPicture(imports: Imports): string {
  const heights = new Map([...imports.keys()].map((room) => [room, heightOf(room, imports)]))
  const top = Math.max(...heights.values())
  const yOf = (room: string) => PAD + (top - (heights.get(room) ?? 0)) * PITCH
  const height = 2 * PAD + top * PITCH + HEIGHT
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    '<title>The rooms of src/, each above those that it imports; domain, which imports none, at the bottom</title>',
    `<style>${STYLE}</style>`,
    `<rect class="ground" x=".5" y=".5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>`,
    ...arrowsOf(imports).map(([from, to]) => arrow(placeOf(from).x, yOf(from) + HEIGHT, placeOf(to).x, yOf(to))),
    ...[...imports.keys()].map((room) => box(room, yOf(room))),
    '</svg>',
  ].join('\n')}\n`
}

function heightOf(room: string, imports: Imports): number {
  return Math.max(0, ...[...(imports.get(room) ?? [])].map((below) => 1 + heightOf(below, imports)))
}

function placeOf(room: string): Place {
  const place = PLACES[room]
  if (place === undefined) throw new Error(`${room} has no place in the picture of the rooms`)
  return place
}

function arrow(x: number, y: number, toX: number, toY: number): string {
  const end = toY - 5
  const half = (end - y) / 2
  return [
    `<path class="arrow" d="M${x} ${y}C${x} ${y + half} ${toX} ${end - half} ${toX} ${end}"/>`,
    `<path class="head" d="M${toX - 4} ${end - 2}h8l-4 7z"/>`,
  ].join('')
}

function box(room: string, y: number): string {
  const { x, about } = placeOf(room)
  const look = room === 'domain' ? 'kernel' : 'box'
  return [
    `<rect class="${look}" x="${x - BOX / 2}" y="${y}" width="${BOX}" height="${HEIGHT}" rx="5"/>`,
    `<text class="name" x="${x}" y="${y + 17}">${room}</text>`,
    `<text class="about" x="${x}" y="${y + 32}">${escapeHtml(about)}</text>`,
  ].join('')
}
