import { describe, it } from 'vitest'
import {
  answered,
  closed,
  escalated,
  given,
  happened,
  iso,
  keptAs,
  MINUTE,
  nth,
  paged,
  pageEnded,
  started,
  tried,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

const listed = withSettings({ roster: ROSTER })

function page(person: string, { ifNext = false, department = null, level = null }: Partial<For> = {}) {
  return { kind: 'page', pages: [{ data: paged(person, { department, level }).data, ifNext }] } as const
}

interface For {
  readonly ifNext: boolean
  readonly department: string | null
  readonly level: string | null
}

const desk = { ifNext: true, department: 'desk' } as const
const ended = (event: string) => ({ kind: 'deliver-page', data: pageEnded(event).data }) as const

describe('decide: pages', () => {
  it('records the intent for a person in the roster, and rejects others and closed incidents', () => {
    given(listed).when(page('sato')).then(paged('sato'))
    given(listed)
      .when(page('sato', desk))
      .then(paged('sato', { department: 'desk' }))
    given(listed)
      .when(page('mori', { level: 'manager' }))
      .then(paged('mori', { level: 'manager' }))
    given(listed).when(page('nobody')).refused('unknown-person', { given: 'nobody' })
    given(started()).when(page('sato')).refused('no-contacts')
    given(listed, closed()).when(page('sato')).refused('incident-closed')
  })

  it('pages nobody who has answered meanwhile', () => {
    given(listed, answered('sato')).when(page('sato')).already('contacts page sato')
    given(listed, answered('sato')).when(page('sato', desk)).already('contacts page sato')
  })

  it('pages somebody again who was called and is named, but not as the next in line', () => {
    given(listed, tried('sato')).when(page('sato')).then(paged('sato'))
    given(listed, tried('sato')).when(page('sato', desk)).already('contacts page sato')
    given(listed, paged('sato'), pageEnded(nth(2)))
      .when(page('sato', desk))
      .already('contacts page sato')
    given(listed, answered('kato')).when(page('sato', desk)).already('contacts page sato')
  })

  it('pages the next in line again after a failed page', () => {
    given(listed, paged('sato'), pageEnded(nth(2), 'failed'))
      .when(page('sato', desk))
      .then(paged('sato', { department: 'desk' }))
  })

  it('pages for a level those who have not answered since it was raised', () => {
    const board = { level: 'board', ifNext: true }
    given(listed, answered('mori'), escalated('board', 'the press called'))
      .when(page('mori', board))
      .then(paged('mori', { level: 'board' }))
    given(listed, escalated('board', 'the press called'), answered('mori'))
      .when(page('mori', board))
      .already('contacts page mori')
  })

  it('records one outcome per page, and none for an unknown page', () => {
    given(listed, paged('sato'))
      .when(ended(nth(2)))
      .then(pageEnded(nth(2)))
    given(listed, paged('sato'), pageEnded(nth(2), 'failed'))
      .when(ended(nth(2)))
      .already(`page ${nth(2)}`)
    given(listed)
      .when(ended(nth(9)))
      .refused('unknown-event', { given: nth(9) })
  })

  it('records the outcome after closing, with the delivery journal', () => {
    const data = pageEnded(nth(2), 'sent', { journal: keptAs('journal-1') }).data
    given(listed, paged('sato', { journal: 'journal-1' }), closed())
      .when({ kind: 'deliver-page', data })
      .then({ type: 'page.delivered', data })
  })

  it('cannot undo a page', () => {
    given(listed, happened(MINUTE, paged('sato')))
      .when({ kind: 'undo', target: null, reason: 'slip' })
      .refused('nothing-to-undo', { by: 'taro' })
  })

  it('corrects the time of a page', () => {
    const [intent] = [paged('sato')]
    const target = { ...intent, writer: 'aaaaaaaa', seq: 2 } as never
    given(listed, intent)
      .when({ kind: 'correct', target, at: iso(-MINUTE), reason: 'slip' })
      .then({ type: 'event.corrected', data: { event: nth(2), at: iso(-MINUTE), reason: 'slip' } })
  })
})
