import type { Bilingual, Runbook, Step } from '../src/domain/runbook/runbook.ts'

const both = (text: string): Bilingual => ({ ja: text, en: text })

export function step(id: string, over: Partial<Step> = {}): Step {
  return {
    id,
    section: id.split('-')[0] as string,
    phase: 'initial-response',
    clauses: [],
    why: null,
    source: 'manual',
    department: 'desk',
    title: both(id),
    instructions: both('Do it.'),
    modality: 'must',
    kind: 'once',
    every: null,
    until: null,
    facts: [],
    asks: [],
    applies: { failure: 'normal', maintenance: 'normal' },
    channel: null,
    stage: null,
    gate: null,
    renew: false,
    ...over,
  }
}

const update = (channel: string) =>
  step(`c-${channel}`, {
    phase: 'during-halt',
    kind: 'recurring',
    every: 'cadence',
    until: 'fully-resumed',
    channel,
    stage: 'update',
  })

/** A small manual that shares no sections or departments with the supplied one. */
export const SMALL_RUNBOOK: Runbook = {
  types: {
    failure: { planned: 'never', ...both('failure') },
    maintenance: { planned: 'required', ...both('maintenance') },
    order: { planned: 'allowed', ...both('order') },
  },
  operations: { trading: both('trading'), deposits: both('deposits'), withdrawals: both('withdrawals') },
  channels: {
    website: { form: 'page', audience: 'customers', ...both('website') },
    email: { form: 'mail', audience: 'customers', ...both('email') },
    internal: { form: 'chat', audience: 'departments', ...both('internal') },
  },
  facts: {
    'started-at': { kind: 'time', role: 'began', notice: true, words: false, ...both('start') },
    'detected-at': { kind: 'time', role: 'detected', notice: false, words: false, ...both('detected') },
    cause: { kind: 'text', role: 'cause', notice: true, words: true, ...both('cause') },
    'expected-recovery': { kind: 'estimate', role: 'expected-end', notice: true, words: false, ...both('recovery') },
    'planned-start': { kind: 'future', role: 'planned-begin', notice: false, words: false, ...both('planned start') },
    'planned-end': { kind: 'future', role: 'planned-end', notice: false, words: false, ...both('planned end') },
    'root-cause': {
      kind: 'text',
      notice: false,
      words: true,
      ...both('root cause'),
      report: { part: 'causes', ask: both('What led to it?') },
    },
    'new-disks': {
      kind: 'text',
      notice: false,
      words: true,
      ...both('new disks'),
      report: { part: 'prevention', ask: both('Which disks?') },
    },
  },
  departments: { desk: both('desk'), law: both('law') },
  places: { 'the-list': { clauses: ['a-3'], ...both('the list carries it') } },
  clauses: [
    { id: 'a-1', kind: 'procedure', modality: ['must'], gist: both('look') },
    { id: 'a-2', kind: 'procedure', modality: ['consider'], gist: both('ask') },
    { id: 'a-3', kind: 'definition', modality: [], gist: both('list') },
    { id: 'a-4', kind: 'definition', modality: [], gist: both('nothing') },
    { id: 'd-1', kind: 'procedure', modality: ['must'], gist: both('check') },
  ],
  steps: [
    step('s-announce', {
      phase: 'scheduled',
      applies: { maintenance: 'normal', order: 'normal' },
      channel: 'website',
      stage: 'scheduled',
    }),
    step('a-look', {
      clauses: ['a-1'],
      applies: { failure: 'now', maintenance: 'now' },
      facts: ['started-at'],
      asks: ['scope'],
    }),
    step('a-ask', { clauses: ['a-2'], modality: 'consider', applies: { failure: 'later' } }),
    step('b-website', {
      channel: 'website',
      stage: 'first',
      renew: true,
      applies: { failure: 'now', maintenance: 'now' },
    }),
    step('b-email', {
      channel: 'email',
      stage: 'first',
      renew: true,
      applies: { failure: 'soon', maintenance: 'soon' },
    }),
    update('website'),
    update('email'),
    step('c-watch', { phase: 'during-halt', kind: 'recurring', every: 60 * 60_000, until: 'lifted' }),
    step('c-criteria', { phase: 'during-halt', gate: 'lift', renew: true }),
    step('d-website', { phase: 'after-resumption', channel: 'website', stage: 'resumption', renew: true }),
    step('d-email', { phase: 'after-resumption', channel: 'email', stage: 'resumption', renew: true }),
    step('d-monitor', { phase: 'after-resumption', kind: 'recurring', every: 60 * 60_000, until: 'closed' }),
    step('d-cause', { phase: 'after-resumption', clauses: ['d-1'], facts: ['root-cause'], modality: 'effort' }),
  ],
}
