import { expect, it } from 'vitest'
import { isInvitation, isWithinDuties } from '../../src/domain/invitation.ts'
import { assigned, foldEvents, started, Writer, withSettings } from '../given.ts'
import { ROSTER } from '../small-roster.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'

const writer = new Writer()
writer.write(withSettings({ roster: ROSTER }))
const department = 'law'
const [member = ''] = ROSTER.departments.law ?? []
const [first, second] = SMALL_RUNBOOK.steps.filter((step) => step.department !== department)
writer.write(assigned(first?.id ?? '', department))
writer.write(assigned(second?.id ?? '', 'Mori'))
const incident = foldEvents(writer.events)
const someone = { name: 'mori', department }
const mayOn = (step: string) => isWithinDuties(someone, incident, { of: 'step', step })

it('lets who acts for a department act on its steps, on those assigned to it and on their own, and on no others', () => {
  for (const { id, department: of } of SMALL_RUNBOOK.steps)
    expect([id, mayOn(id)]).toEqual([id, of === department || [first?.id, second?.id].includes(id)])
  expect(mayOn('no-such-step')).toBe(false)
})

it('lets them record what was posted on the channels of its steps, and call its own people', () => {
  const channels = new Set(SMALL_RUNBOOK.steps.flatMap(({ channel }) => channel ?? []))
  for (const channel of [...channels, 'no-such-channel']) {
    const isTheirs = SMALL_RUNBOOK.steps.some((step) => step.channel === channel && step.department === department)
    expect([channel, isWithinDuties(someone, incident, { of: 'channel', channel })]).toEqual([channel, isTheirs])
  }
  const call = (person: string) => isWithinDuties(someone, incident, { of: 'person', person })
  expect([member, 'nobody'].map(call)).toEqual([true, false])
  const bare = foldEvents([new Writer().write(started())])
  expect(isWithinDuties(someone, bare, { of: 'person', person: member })).toBe(false)
  expect(isWithinDuties({ ...someone, department: 'none' }, incident, { of: 'person', person: member })).toBe(false)
})

it('lets everybody write notes, and who acts for all act on everything', () => {
  expect(isWithinDuties(someone, incident, { of: 'anything' })).toBe(true)
  expect(isWithinDuties({ ...someone, department: null }, incident, { of: 'step', step: first?.id ?? '' })).toBe(true)
})

it('lets who acts for all write the report: its story, and what it asks for that has one value for all', () => {
  const all = { ...someone, department: null }
  expect(isWithinDuties(all, incident, { of: 'story' })).toBe(true)
  expect(isWithinDuties(someone, incident, { of: 'story' })).toBe(false)
  const { facts } = incident.runbook
  const states = (who: typeof all | typeof someone) => (fact: string) =>
    isWithinDuties(who, incident, { of: 'report-fact', fact })
  const names = [...Object.keys(facts), 'none', 'constructor']
  const asked = names.filter((name) => facts[name]?.report !== undefined && facts[name].byPerson !== true)
  expect(asked.length).toBeGreaterThan(0)
  expect(names.filter(states(all))).toEqual(asked.filter((name) => facts[name]?.personal !== true))
  expect(names.filter(states(someone))).toEqual([])
})

it('is read only if it says who was invited to what, by whom, and until when', () => {
  const times = { madeAt: 0, expiresAt: 1 }
  const whole = { name: 'mori', invitedBy: 'taro', department: null, acts: true, incident: null, ...times }
  expect(isInvitation(whole)).toBe(true)
  for (const key of Object.keys(whole))
    expect([key, isInvitation({ ...whole, [key]: undefined })]).toEqual([key, false])
})
