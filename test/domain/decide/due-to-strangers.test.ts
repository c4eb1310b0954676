import { describe, expect, it } from 'vitest'
import { isProblem } from '../../../src/domain/decide/decision.ts'
import { loadProblemMessages } from '../../../src/i18n/problems.ts'
import { closed, done, givenBesideStranger, noted, started } from '../../given.ts'
import { came, drill, inject } from '../../small-scenario.ts'

const SKIP = { kind: 'skip', steps: ['a-look'], reason: 'busy' } as const

/** What is decided about skipping a step that the stranger eve, or nobody but known writers, did. */
function refusal(by: 'known' | 'stranger') {
  const strange = by === 'stranger' ? [done('a-look')] : []
  const known = by === 'known' ? [started(), done('a-look')] : [started()]
  const { decision } = givenBesideStranger(known, strange).when(SKIP)
  if (!isProblem(decision)) throw new Error('accepted')
  return decision
}

describe('a refusal that is due to what unknown writers recorded', () => {
  it('names them', () => {
    expect(refusal('stranger')).toMatchObject({
      code: 'step-resolved',
      dueTo: { writers: ['bbbbbbbb'], incident: expect.stringMatching(/./) },
    })
    const { decision } = givenBesideStranger([started()], [closed()]).when(SKIP)
    expect(decision).toMatchObject({ code: 'incident-closed', dueTo: { writers: ['bbbbbbbb'] } })
  })

  it('names nobody where known writers would be refused too', () => {
    expect(refusal('known')).not.toHaveProperty('dueTo')
    const { decision } = givenBesideStranger([started(), closed()], [done('a-look')]).when(SKIP)
    expect(decision).not.toHaveProperty('dueTo')
  })

  it('names nobody where a drill refuses it', () => {
    const outage = inject('outage', 0, { until: null, fails: ['email'] })
    const post = { kind: 'posted', channels: ['email'], link: null, text: null, digest: null, next: null } as const
    const { decision } = givenBesideStranger([...drill({ injects: [outage] }), came(outage)], [noted('hers')]).when(
      post,
    )
    expect(decision).toMatchObject({ code: 'drill-nothing-goes-out' })
    expect(decision).not.toHaveProperty('dueTo')
  })

  it.each(['en', 'ja'] as const)('tells both ways on in %s', async (language) => {
    const [, advice] = (await loadProblemMessages(language))(refusal('stranger'), 'haltctl')
    expect(advice).toMatch(/haltctl verify --accept bbbbbbbb -i \S/)
    expect(advice).toMatch(/haltctl verify --set-aside bbbbbbbb --reason \S+ -i \S/)
  })

  it('names no writer in the commands where there are several', async () => {
    const several = { ...refusal('stranger'), dueTo: { writers: ['bbbbbbbb', 'cccccccc'], incident: '20261124-2217' } }
    const [, advice] = (await loadProblemMessages('en'))(several, 'haltctl')
    expect(advice).toContain('does not know: bbbbbbbb, cccccccc')
    expect(advice).toContain('haltctl verify --set-aside WRITER --reason TEXT -i 20261124-2217')
  })
})
