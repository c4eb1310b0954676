import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const KINDS = ['chapter', 'settings', 'contacts', 'authority', 'scenario']

describe('runbook schema', () => {
  it.each([
    [[], 'runbook'],
    [['chapter'], 'runbook'],
    [['settings'], 'settings'],
    [['contacts'], 'contacts'],
    [['authority'], 'authority'],
    [['scenario'], 'scenario'],
  ])('%j prints the JSON Schema of the file', async (kind, name) => {
    const printed = JSON.parse(await new Bench().ok('runbook', 'schema', ...kind))
    expect(printed).toMatchObject({ $id: `urn:halt-runbook:schema:${name}`, type: 'object' })
  })

  it('refuses an unknown kind with those there are', async () => {
    const { code, out, err } = await new Bench().halt('runbook', 'schema', 'chapters')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('(bad-flag)')
    for (const kind of KINDS) expect(err).toContain(kind)
  })

  it('completes the kind', async () => {
    const out = await new Bench().ok('completion', 'values', 'zsh', 'runbook', 'schema', '')
    expect(out.split('\n').map((line) => line.split('\t')[0])).toEqual(expect.arrayContaining(KINDS))
  })
})
