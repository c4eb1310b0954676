import { type Received, service } from './recipe.ts'

/** A ticket in a tracker: open, or what it was closed as; and when it was opened again, if it was. */
export interface Ticket {
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  state: string
  reopenedAt: string | null
}

/** A tracker that answers as one of the three does. What it is asked stays in `received`. */
export interface Tracker {
  readonly name: string
  readonly env: NodeJS.ProcessEnv
  readonly received: Received[]
  readonly tickets: Ticket[]
  addressOf(number: number): string
}

type Answer = (tickets: Ticket[], received: Received, url: string) => unknown

/** What the last part of a path made of numbers names: the ticket with that number. */
function named(tickets: Ticket[], path: string): Ticket | undefined {
  const [, number] = /(?:issues\/|issue\/OPS-)(\d+)/.exec(path) ?? []
  return tickets[Number(number) - 1]
}

function github(tickets: Ticket[], { method, path, body }: Received): unknown {
  const shown = (ticket: Ticket) => ({
    html_url: `https://github.com/example/operations/issues/${tickets.indexOf(ticket) + 1}`,
    title: ticket.title,
    body: ticket.body,
    state: ticket.state === 'open' ? 'open' : 'closed',
    state_reason: ticket.state === 'open' ? ticket.reopenedAt && 'reopened' : ticket.state,
  })
  const ticket = named(tickets, path)
  if (path.includes('/events')) return ticket?.reopenedAt ? [{ event: 'reopened', created_at: ticket.reopenedAt }] : []
  if (method === 'POST') return shown(added(tickets, JSON.parse(body)))
  if (ticket === undefined) return /\/\d+$/.test(path) ? null : tickets.map(shown)
  if (method === 'PATCH') ticket.state = JSON.parse(body).state_reason
  return shown(ticket)
}

function gitlab(tickets: Ticket[], { method, path, body }: Received, url: string): unknown {
  if (!path.startsWith('/api/v4/projects/example%2Foperations/issues')) return null
  const shown = (ticket: Ticket) => ({
    web_url: `${url}/example/operations/-/issues/${tickets.indexOf(ticket) + 1}`,
    description: ticket.body,
    state: ticket.state === 'open' ? 'opened' : 'closed',
    moved_to_id: ticket.state === 'moved' ? 7 : null,
    _links: {},
  })
  const ticket = named(tickets, path)
  if (path.includes('/resource_state_events'))
    return ticket?.reopenedAt ? [{ state: 'reopened', created_at: ticket.reopenedAt }] : []
  if (method === 'POST') {
    const { title, description } = JSON.parse(body)
    return shown(added(tickets, { title, body: description }))
  }
  if (ticket === undefined) return tickets.map(shown)
  if (method === 'PUT' && JSON.parse(body).state_event === 'close') ticket.state = 'completed'
  return shown(ticket)
}

function jira(tickets: Ticket[], { method, path, body }: Received): unknown {
  const keyOf = (ticket: Ticket) => `OPS-${tickets.indexOf(ticket) + 1}`
  const ticket = named(tickets, path)
  if (path.startsWith('/rest/api/2/search/jql')) {
    const [, label = ''] = /labels = "([^"]+)"/.exec(new URL(path, 'http://x').searchParams.get('jql') ?? '') ?? []
    return { issues: tickets.filter(({ labels }) => labels.includes(label)).map((one) => ({ key: keyOf(one) })) }
  }
  if (path.endsWith('/transitions') && ticket !== undefined) {
    if (method === 'GET') return { transitions: [transition('31', 'Canceled'), transition('41', 'Done')] }
    if (JSON.parse(body).transition.id === '41') ticket.state = 'completed'
    return undefined
  }
  if (method === 'POST') {
    const { summary, description, labels } = JSON.parse(body).fields
    return { key: keyOf(added(tickets, { title: summary, body: description, labels })) }
  }
  if (ticket === undefined) return null
  const [category, status] = ticket.state === 'open' ? ['indeterminate', 'In Progress'] : ['done', 'Done']
  return {
    fields: {
      status: { name: status, statusCategory: { key: category } },
      resolution: ticket.state === 'open' ? null : { name: ticket.state === 'completed' ? 'Done' : ticket.state },
      statuscategorychangedate: ticket.reopenedAt?.replace('Z', '.000+0000'),
    },
  }
}

const transition = (id: string, name: string) => ({ id, to: { name } })

function added(tickets: Ticket[], { title, body, labels = [] }: Pick<Ticket, 'title' | 'body'> & Partial<Ticket>) {
  const ticket = { title, body, labels, state: 'open', reopenedAt: null }
  tickets.push(ticket)
  return ticket
}

async function tracker(
  name: string,
  answer: Answer,
  settings: (url: string) => { env: NodeJS.ProcessEnv; beginning: string },
): Promise<Tracker> {
  const tickets: Ticket[] = []
  const { url, received } = await service((one) => answer(tickets, one, url))
  const { env, beginning } = settings(url)
  return { name, env, received, tickets, addressOf: (number) => `${beginning}${number}` }
}

export const TRACKERS = {
  github: () =>
    tracker('github', github, (url) => ({
      env: { GITHUB_API_URL: url, GITHUB_REPOSITORY: 'example/operations', GITHUB_TOKEN: 'secret-1' },
      beginning: 'https://github.com/example/operations/issues/',
    })),
  gitlab: () =>
    tracker('gitlab', gitlab, (url) => ({
      env: { GITLAB_URL: url, GITLAB_PROJECT: 'example/operations', GITLAB_TOKEN: 'secret-1' },
      beginning: `${url}/example/operations/-/issues/`,
    })),
  jira: () =>
    tracker('jira', jira, (url) => ({
      env: { JIRA_URL: url, JIRA_PROJECT: 'OPS', JIRA_USER: 'halt@example.com', JIRA_TOKEN: 'secret-1' },
      beginning: `${url}/browse/OPS-`,
    })),
}
