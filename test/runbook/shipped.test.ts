import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clauseCoverage, customerChannels, isRunbook, type Step } from '../../src/domain/runbook/runbook.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'

const root = resolve(import.meta.dirname, '../..')
const { runbook, findings } = loadRunbook(join(root, 'runbooks'), null)

/** The clauses of the supplied manual, listed independently of the runbooks. */
const supplied = JSON.parse(readFileSync(join(root, 'test/fixtures/clauses.json'), 'utf8')) as {
  id: string
  kind: string
  modality: string[]
}[]

const coveredBy = new Map(clauseCoverage(runbook).map(({ id, by }) => [id, by]))
const byId = new Map(runbook.steps.map((step) => [step.id, step]))
const stepsFor = (clause: string): Step[] => (coveredBy.get(clause) ?? []).flatMap((id) => byId.get(id) ?? [])
const SOFT = ['effort', 'consider', 'if-needed']
const isAct = (kind: string) => kind === 'procedure' || kind === 'channel'

describe('the shipped runbooks', () => {
  it('name the command that records what an authority was told', () => {
    const legal = runbook.steps.filter(({ facts }) => facts.includes('authority-contacted'))
    expect(legal.map(({ id }) => id)).toEqual(['2.3-authority'])
    for (const text of Object.values(legal[0]?.instructions ?? {})) {
      expect(text).toContain('`haltctl report-to --ref`')
      expect(text).not.toContain('haltctl note')
    }
  })

  it('have no findings', () => {
    expect(findings).toEqual([])
  })

  it('index all 112 clauses of the supplied manual, with the same kinds and modalities', () => {
    expect(supplied).toHaveLength(112)
    const indexed = runbook.clauses.map(({ id, kind, modality }) => ({ id, kind, modality }))
    const inOrder = (list: typeof supplied) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(inOrder(indexed as typeof supplied)).toEqual(inOrder(supplied))
  })

  it.each(supplied.map(({ id }) => id))('cover clause %s', (id) => {
    expect(coveredBy.get(id)?.length).toBeGreaterThan(0)
  })

  it('cover every procedure and channel of chapters 2 to 4 with a step', () => {
    const acts = supplied.filter(({ id, kind }) => isAct(kind) && /^[234]\./.test(id))
    expect(acts.length).toBeGreaterThan(20)
    expect(acts.filter(({ id }) => stepsFor(id).length === 0)).toEqual([])
  })

  it('cover no required procedure or channel with weaker steps only', () => {
    const required = supplied.filter(({ kind, modality }) => isAct(kind) && modality.includes('must'))
    const softened = required.filter(({ id }) => {
      const steps = stepsFor(id)
      return steps.length > 0 && !steps.some((step) => step.modality === 'must')
    })
    expect(softened).toEqual([])
  })

  it('cover no weaker clause with required steps only', () => {
    const softer = supplied.filter(({ modality }) => modality.some((m) => SOFT.includes(m)))
    expect(softer.length).toBeGreaterThan(5)
    const hardened = softer.filter(({ id, modality }) => {
      const steps = stepsFor(id)
      return steps.length > 0 && !steps.some((step) => modality.includes(step.modality))
    })
    expect(hardened).toEqual([])
  })

  it('announce maintenance beforehand as the manual asks, and a planned compliance halt as an extension', () => {
    const required = runbook.steps.filter(({ stage, channel, modality }) => {
      return stage === 'scheduled' && modality === 'must' && customerChannels(runbook).includes(channel ?? '')
    })
    const of = (type: string) => required.filter(({ applies }) => applies[type] !== undefined)
    expect(of('maintenance').map(({ channel, source, clauses }) => [channel, source, clauses])).toEqual([
      ['website', 'manual', ['1.2-1b']],
      ['email', 'manual', ['1.2-1b']],
    ])
    expect(of('compliance').map(({ channel, source, clauses }) => [channel, source, clauses])).toEqual([
      ['website', 'extension', []],
      ['email', 'extension', []],
    ])
  })

  it('take what a notice must state as stated only once it is on the page that all others point to', () => {
    for (const item of ['2.2-f0', '2.2-f1', '2.2-f2', '2.2-f3', '2.2-f4', '2.2-f5'])
      expect(stepsFor(item).map(({ id }) => id)).toEqual(['2.2-facts', '2.2-website'])
  })

  it('ask again after a reopening for what recurs until everything has resumed', () => {
    const recurring = runbook.steps.filter(({ until }) => until === 'fully-resumed')
    expect(recurring.length).toBeGreaterThan(6)
    expect(recurring.filter(({ renew }) => !renew)).toEqual([])
  })

  it('ask again after a reopening for what was looked at, protected, told and decided for the first stop', () => {
    const inFirst = (id: string) => runbook.steps.find((step) => step.id === id)?.renew
    for (const id of [
      ...['1.2-protect', '1.2-contain', '1.2-fairness', '1.2-instruction'],
      ...['2.1-assess', '2.1-logs', '2.1-monitoring', '2.1-hearing', '2.1-cause'],
      ...['2.2-facts', '2.2-next-report', '2.3-roles', '3.1-strengthen', '3.3-priority', '3.3-measures'],
      ...['3.4-shorten', '3.4-vendors', '4.2-confirm', '4.2-verify', '4.2-prevent', '4.3-losses', '4.3-legal'],
      ...['4.3-terms', '4.4-cause', '4.4-prevention', '5.1-recover', '5.4-compliance', '5.5-investigate'],
      ...['5.5-access', '6-escalate'],
    ])
      expect(inFirst(id), id).toBe(true)
    const told = runbook.steps.filter(
      ({ stage, tells }) => (stage === 'first' || stage === 'resumption' || tells) && tells !== 'all',
    )
    expect(told.filter(({ renew }) => !renew)).toEqual([])
    // What is set up once stays set up.
    for (const id of ['6-set-up', '6-reach-heads', '7-review']) expect(inFirst(id), id).toBe(false)
  })

  it('have enquiries answered until the closing, and compensation considered only where there are losses', () => {
    expect(byId.get('3.1-answers')).toMatchObject({ clauses: ['3.1-b', '5.2-a'], until: 'closed' })
    for (const id of ['4.3-losses', '4.3-legal', '4.3-terms']) expect(byId.get(id)?.modality, id).toBe('if-needed')
  })

  it('cite at most nine clauses per step', () => {
    expect(runbook.steps.filter((step) => step.clauses.length > 9)).toEqual([])
  })

  it.each(Object.keys(runbook.types))(
    'give a halt of type %s each notice on each customer channel, a gate and a last step',
    (type) => {
      const steps = runbook.steps.filter((step) => step.applies[type] !== undefined)
      for (const stage of ['first', 'update', 'resumption'])
        expect(
          steps.filter((s) => s.stage === stage && s.modality === 'must').map((s) => s.channel),
          stage,
        ).toEqual(expect.arrayContaining([...customerChannels(runbook)]))
      expect(steps.filter((step) => step.gate === 'lift')).toHaveLength(1)
      expect(steps.some((step) => step.phase === 'after-resumption' && step.kind === 'once')).toBe(true)
    },
  )

  it('mark only system failures as repaired, and name the organisation of the manual', () => {
    const repaired = Object.entries(runbook.types).filter(([, type]) => type.repair === true)
    expect(repaired.map(([id]) => id)).toEqual(['system-failure'])
    expect(runbook.organisation).toEqual({ ja: 'コインチェック', en: 'Coincheck' })
  })

  it('can be read back from a log, as can older ones without `repair`', () => {
    expect(isRunbook(runbook)).toBe(true)
    const { organisation: _, ...older } = {
      ...runbook,
      types: { flood: { planned: 'never', ja: '洪水', en: 'flood' } },
    }
    expect(isRunbook(older)).toBe(true)
    expect(isRunbook({ ...runbook, types: { flood: { ...older.types.flood, repair: 'yes' } } })).toBe(false)
    expect(isRunbook({ ...runbook, organisation: 'Coincheck' })).toBe(false)
  })

  it('have the same number of instruction lines in both languages', () => {
    const lines = (text: string) => text.split('\n').length
    expect(runbook.steps.filter((s) => lines(s.instructions.ja) !== lines(s.instructions.en)).map((s) => s.id)).toEqual(
      [],
    )
  })
})
