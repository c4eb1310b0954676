import { describe, it } from 'vitest'
import {
  advanced,
  assigned,
  begun,
  classified,
  closed,
  declined,
  done,
  given,
  HOUR,
  happened,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  reopened,
  skipped,
  started,
  undone,
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

describe('decide: doing steps', () => {
  it('records a step as done, with its note', () => {
    given(started())
      .when({ kind: 'done', steps: ['a-look'], note: 'engine-3 is down' })
      .then(done('a-look', 'engine-3 is down'))
  })

  it('records the time given', () => {
    given(started())
      .when({ kind: 'done', steps: ['a-look'], at: iso(-MINUTE) })
      .then({ ...done('a-look'), at: iso(-MINUTE) })
  })

  it('accepts steps of any phase, in any order', () => {
    given(started())
      .when({ kind: 'done', steps: ['d-cause', 'c-criteria'] })
      .then(done('d-cause'), done('c-criteria'))
    given(started())
      .when({ kind: 'begin', steps: ['d-cause'], note: 'reading the dump' })
      .then({ type: 'step.begun', data: { step: 'd-cause', note: 'reading the dump' } })
  })

  it('accepts a step that does not apply to the type of halt', () => {
    given(started())
      .when({ kind: 'done', steps: ['s-announce'] })
      .then(posted('website', 'scheduled', null), done('s-announce'))
  })

  it('rejects all steps if one is rejected', () => {
    const forItsType = SMALL_RUNBOOK.steps.map(({ id }) => id).filter((id) => id !== 's-announce')
    given(started())
      .when({ kind: 'done', steps: ['a-look', 'a-loook'] })
      .refused('unknown-step', { given: 'a-loook', allowed: forItsType })
    given(started())
      .when({ kind: 'decline', steps: ['a-ask', 'a-look'], reason: 'busy' })
      .refused('required-step', { step: 'a-look' })
  })

  it('records a step once if it is named twice', () => {
    given(started())
      .when({ kind: 'done', steps: ['a-look', 'a-look'] })
      .then(done('a-look'))
  })

  it('records nothing for a step that is already in that state', () => {
    given(started(), done('a-look'))
      .when({ kind: 'done', steps: ['a-look'] })
      .already('done a-look')
    given(started(), begun('a-look'))
      .when({ kind: 'begin', steps: ['a-look'] })
      .already('begin a-look')
    given(started(), declined('a-ask'))
      .when({ kind: 'decline', steps: ['a-ask'], reason: 'clear' })
      .already('decline a-ask')
    given(started(), skipped('a-look'))
      .when({ kind: 'skip', steps: ['a-look'], reason: 'busy' })
      .already('skip a-look')
    given(started(), assigned('a-look', 'hanako'))
      .when({ kind: 'assign', steps: ['a-look'], to: 'hanako' })
      .already('assign a-look hanako')
  })

  it('records once that a notice of resumption was skipped before a lift, which opens it anew', () => {
    const skip = { kind: 'skip', steps: ['d-website'], reason: 'busy' } as const
    const then = { ...skip, at: iso(-MINUTE) }
    given(started(), lifted('trading'), happened(-MINUTE, skipped('d-website')))
      .when(then)
      .already('skip d-website')
    given(started(), lifted('trading'), happened(-MINUTE, skipped('d-website')))
      .when(skip)
      .then(skipped('d-website', 'busy'))
    given(started(), lifted('trading'), happened(-MINUTE, declined('d-website')))
      .when(then)
      .then({ ...skipped('d-website', 'busy'), at: iso(-MINUTE) })
  })

  it('does or begins a step that was skipped or declined', () => {
    given(started(), skipped('a-look'))
      .when({ kind: 'done', steps: ['a-look'] })
      .then(done('a-look'))
    given(started(), declined('a-ask'))
      .when({ kind: 'begin', steps: ['a-ask'] })
      .then(begun('a-ask'))
  })

  it('does a step again after undo', () => {
    given(started(), done('a-look'), undone(nth(2)))
      .when({ kind: 'done', steps: ['a-look'] })
      .then(done('a-look'))
  })

  it('after a reopening, does again only the steps that must be repeated', () => {
    given(started(), done('c-criteria'), done('a-look'), lifted('trading'), reopened('trading'))
      .when({ kind: 'done', steps: ['c-criteria', 'a-look'] })
      .then(done('c-criteria'))
  })

  it('is refused once the incident is closed', () => {
    given(started(), closed())
      .when({ kind: 'done', steps: ['a-look'] })
      .refused('incident-closed', { id: '20261124-221705-failure' })
  })
})

describe('decide: declining and skipping steps', () => {
  it('skips a required step but refuses to decline it', () => {
    given(started())
      .when({ kind: 'decline', steps: ['a-look'], reason: 'busy' })
      .refused('required-step')
    given(started())
      .when({ kind: 'skip', steps: ['a-look'], reason: 'busy' })
      .then(skipped('a-look', 'busy'))
    given(started())
      .when({ kind: 'decline', steps: ['a-ask'], reason: 'clear' })
      .then(declined('a-ask', 'clear'))
  })

  it('refuses to skip or begin a step that is done', () => {
    given(started(), done('a-look'))
      .when({ kind: 'skip', steps: ['a-look'], reason: 'busy' })
      .refused('step-resolved', { step: 'a-look', state: 'done' })
    given(started(), done('a-look'))
      .when({ kind: 'begin', steps: ['a-look'] })
      .refused('step-resolved', { step: 'a-look', state: 'done' })
  })

  it('does nothing for a step that does not apply', () => {
    given(started(), classified({ type: 'maintenance' }))
      .when({ kind: 'decline', steps: ['a-ask'], reason: 'clear' })
      .already('decline a-ask')
    given(started())
      .when({ kind: 'skip', steps: ['s-announce'], reason: 'not announced' })
      .already('skip s-announce')
  })
})

describe('decide: recurring steps', () => {
  const during = [started(), advanced('during-halt')] as const

  it('records each time they are done, whether due or not', () => {
    given(...during, done('c-watch'))
      .when({ kind: 'done', steps: ['c-watch'], note: 'quiet' })
      .then(done('c-watch', 'quiet'))
    given(...during, done('c-watch'))
      .when({ kind: 'done', steps: ['c-watch'] }, 2 * HOUR)
      .then(done('c-watch'))
  })

  it('begins them again after each time, once', () => {
    given(...during, done('c-watch'))
      .when({ kind: 'begin', steps: ['c-watch'] })
      .then(begun('c-watch'))
    given(...during, done('c-watch'), begun('c-watch'))
      .when({ kind: 'begin', steps: ['c-watch'] })
      .already('begin c-watch')
  })

  it('skips them once they are due again, not before', () => {
    given(...during, done('c-watch'))
      .when({ kind: 'skip', steps: ['c-watch'], reason: 'nobody free' })
      .refused('step-resolved')
    given(...during, done('c-watch'))
      .when({ kind: 'skip', steps: ['c-watch'], reason: 'nobody free' }, 2 * HOUR)
      .then(skipped('c-watch', 'nobody free'))
  })
})

describe('decide: assigning steps', () => {
  it('assigns steps, and reassigns them to somebody else', () => {
    given(started())
      .when({ kind: 'assign', steps: ['a-look', 'a-ask'], to: 'hanako' })
      .then(assigned('a-look', 'hanako'), assigned('a-ask', 'hanako'))
    given(started(), assigned('a-look', 'hanako'))
      .when({ kind: 'assign', steps: ['a-look'], to: 'jiro' })
      .then(assigned('a-look', 'jiro'))
  })

  it('reads the name of a department as its id; whoever is no department is a person', () => {
    const log = withRunbook({
      ...SMALL_RUNBOOK,
      departments: { desk: { ja: '窓口部門', en: 'Desk', also: ['窓口部'] } },
    })
    for (const to of ['窓口部門', '窓口部', 'DESK'])
      given(log)
        .when({ kind: 'assign', steps: ['a-look'], to })
        .then(assigned('a-look', 'desk'))
    given(log, assigned('a-look', 'desk'))
      .when({ kind: 'assign', steps: ['a-look'], to: '窓口部' })
      .already('assign a-look desk')
    given(log)
      .when({ kind: 'assign', steps: ['a-look'], to: '服部' })
      .then(assigned('a-look', '服部'))
  })
})

describe('decide: doing a notice step', () => {
  it('records a posted notice without its text', () => {
    given(started())
      .when({ kind: 'done', steps: ['b-website'] })
      .then(posted('website', 'first', 1), done('b-website'))
  })

  it('records another notice each time an update step is done', () => {
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2), done('c-website'))
      .when({ kind: 'done', steps: ['c-website'] })
      .then(posted('website', 'update', 3), done('c-website'))
  })

  it('is refused for a resumption before anything was lifted, also after a reopening', () => {
    const tell = { kind: 'done', steps: ['d-website'] } as const
    given(started()).when(tell).refused('not-resumed', { channel: 'website' })
    given(started(), lifted('trading'), reopened('trading')).when(tell).refused('not-resumed')
    given(started(), lifted('trading'))
      .when(tell)
      .then(posted('website', 'resumption', 1), done('d-website'))
  })

  it('records no notice if the step names a channel but no stage', () => {
    const steps = [step('b-press', { channel: 'website' })]
    given(withRunbook({ ...SMALL_RUNBOOK, steps }))
      .when({ kind: 'done', steps: ['b-press'] })
      .then(done('b-press'))
  })
})

describe('decide: doing several notice steps', () => {
  it('numbers the notices of one command consecutively', () => {
    given(started(), advanced('during-halt'))
      .when({ kind: 'done', steps: ['b-website', 'c-website'] })
      .then(posted('website', 'first', 1), done('b-website'), posted('website', 'update', 2), done('c-website'))
  })
})
