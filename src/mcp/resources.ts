/** What can be attached to a conversation: the result of a tool that reads, under an address. All words here are constant. */
interface Resource {
  /** The tool whose result it is. */
  readonly tool: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly mimeType: string
}

const OF_AN_INCIDENT: Readonly<Record<string, Resource>> = {
  brief: {
    tool: 'incident_brief',
    name: 'brief',
    title: 'Brief of an incident',
    description: 'A short account of an incident, for readers inside, with the events that each sentence rests on.',
    mimeType: 'text/markdown',
  },
  status: {
    tool: 'incident_status',
    name: 'status',
    title: 'Status of an incident',
    description: 'The state of an incident.',
    mimeType: 'application/json',
  },
  log: {
    tool: 'incident_log',
    name: 'log',
    title: 'Log of an incident',
    description: 'The latest events of an incident.',
    mimeType: 'application/json',
  },
}

const RUNBOOK: Resource = {
  tool: 'runbook',
  name: 'runbook',
  title: 'Runbook',
  description: 'The steps of the runbook that new incidents begin with.',
  mimeType: 'application/json',
}

const RUNBOOK_URI = 'halt:///runbook'
const uriOf = (incident: string, kind: string) => `halt:///incidents/${incident}/${kind}`

/** The resources of any incident, as templates of addresses (RFC 6570). */
export const RESOURCE_TEMPLATES = Object.entries(OF_AN_INCIDENT).map(([kind, { tool: _, ...described }]) => {
  return { uriTemplate: uriOf('{incident}', kind), ...described }
})

/** The runbook, and the briefs of these incidents. */
export function resourcesOf(incidents: readonly string[]) {
  const { tool: _, ...runbook } = RUNBOOK
  const { tool: __, title, ...brief } = OF_AN_INCIDENT.brief as Resource
  const briefs = incidents.map((id) => {
    return { uri: uriOf(id, 'brief'), ...brief, name: `brief-${id}`, title: `${title}: ${id}` }
  })
  return [{ uri: RUNBOOK_URI, ...runbook }, ...briefs]
}

/** The tool whose result an address names, and what it is called with; null if there is no such resource. */
export function resourceAt(uri: string): (Pick<Resource, 'tool' | 'mimeType'> & { readonly given: object }) | null {
  if (uri === RUNBOOK_URI) return { ...RUNBOOK, given: {} }
  const [, incident = '', kind = ''] = /^halt:\/\/\/incidents\/([\w-]+)\/(\w+)$/.exec(uri) ?? []
  const resource = Object.hasOwn(OF_AN_INCIDENT, kind) ? OF_AN_INCIDENT[kind] : undefined
  return resource === undefined ? null : { ...resource, given: { incident } }
}
