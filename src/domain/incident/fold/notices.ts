import { nameOf } from '../../log/event.ts'
import { delivered, intended, retried } from '../sending.ts'
import { contradict, type Handlers, keep, put } from './draft.ts'

/** Notices, and the channels they go out on. */
export const notices = {
  'notice.posted': (draft, event) => {
    const { at, by, data } = event
    const { claim = null, forced = null, ...said } = data
    const place = { event: nameOf(event), order: draft.events, at, by }
    draft.notices.push({ ...said, ...place, state: 'posted', texts: [], claim, forced, sending: null })
  },
  'notice.intended': (draft, event) => {
    const { data } = event
    if (data.retries === null) {
      draft.notices.push(intended(event, draft.events))
      return
    }
    const { sendings } = draft.found
    const first = sendings.find(data.retries).find((n) => n.event === data.retries)
    if (first === undefined) contradict(draft, event, 'unknown-target')
    else sendings.change(first.event, (n) => ({ ...n, ...(n.sending && retried(n, n.sending, event)) }))
  },
  'notice.delivered': (draft, event) => {
    const { notice, journal } = event.data
    const { sendings } = draft.found
    if (sendings.find(notice).length === 0) contradict(draft, event, 'unknown-target')
    sendings.change(notice, (n) => ({ ...n, ...(n.sending && delivered(n, n.sending, event)) }))
    if (journal !== null) keep(draft, event, 'journal', journal)
  },
  'channel.marked': (draft, event) => {
    const { channel, safe, reason } = event.data
    put(draft, event, `channel:${channel}`, { safe, reason })
  },
  'notice.promised': (draft, event) => put(draft, event, `promise:${event.data.channel}`, event.data.next),
} satisfies Partial<Handlers>
