import { beforeEach, describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { replies } from '../script.ts'

let bench: Bench

/** What two people say after a halt, one after the other; the second of them first said something else. */
beforeEach(async () => {
  bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('set', 'went-well=警報が2分で鳴った', 'went-well.en=The alarm rang within two minutes')
  await bench.ok('set', '--as', 'Mori', 'went-well=Nothing', 'luck=Sato was still in the office')
  await bench.ok('set', '--as', 'Mori', 'went-well=The drill had shown us the way')
})

const report = (...args: string[]) => bench.ok('report', '--language', 'en', ...args)

describe('what each person states for themselves', () => {
  it('stands side by side in the report, with names', async () => {
    const markdown = await report()
    expect(markdown).toContain(
      [
        '- What went well',
        '  - The alarm rang within two minutes (taro)',
        '  - The drill had shown us the way (Mori)',
        '- Where luck helped: Sato was still in the office (Mori)',
      ].join('\n'),
    )
    expect(await report('--audience', 'executive')).toContain('The alarm rang within two minutes (taro)')
  })

  it('counts as changed only if the same person said something else before', async () => {
    const [, changes = ''] = (await report()).split('What was stated before:')
    const rows = (changes.split('\n## ')[0] ?? '').split('\n').filter((line) => line.includes('What went well'))
    expect(rows).toEqual([expect.stringMatching(/What went well.*Nothing.*Mori/)])
  })

  it('is in the JSON with what each says now; for outsiders nowhere', async () => {
    const inJson = async (...args: string[]) => JSON.parse(await report('--format', 'json', ...args))
    const { factsByPerson } = await inJson()
    expect(factsByPerson['went-well']).toMatchObject([
      { by: 'taro', value: '警報が2分で鳴った', ja: null, en: 'The alarm rang within two minutes' },
      { by: 'Mori', value: 'The drill had shown us the way', ja: null, en: null },
    ])
    for (const audience of ['customer', 'regulator']) {
      expect(await inJson('--audience', audience)).toMatchObject({ factsByPerson: {} })
      expect(await report('--audience', audience)).not.toMatch(/The alarm|The drill/)
    }
  })

  it('is a sentence each in the brief, with the event that it rests on', async () => {
    const brief = await report('--format', 'brief')
    expect(brief).toMatch(/What went well: The alarm rang within two minutes \(taro\) \(`\w+:2`\)/)
    expect(brief).toMatch(/What went well: The drill had shown us the way \(Mori\) \(`\w+:5`\)/)
    expect(brief).not.toContain('What went well: Nothing')
  })

  it('is all in status', async () => {
    const status = await bench.ok('status')
    expect(status).toMatch(/went-well\).*"The alarm rang within two minutes"\s+\(taro\)/)
    expect(status).toMatch(/went-well\) {2}The drill had shown us the way {2}\(Mori\)/)
  })

  it('is asked of everybody by report --fill, and in other languages only of whoever said it', async () => {
    const { parts } = await bench.json<{ parts: Record<string, { fact: string }[]> }>('report')
    const others = Object.values(parts).flatMap((part) => part.map(({ fact }) => fact))
    const open = others.filter((fact) => !['went-well', 'luck'].includes(fact))
    await bench.ok('set', '--as', 'Mori', ...open.map((fact) => `${fact}=?`))
    const script = replies(
      [/^What went well: /, 'The pager worked'],
      [/What went well \[went-well\.ja\] in Japanese.*The pager\s+worked/, ''],
      [/^What went badly: /, ''],
      [/^Where luck helped: /, ''],
      [/^What responding was like: /, ''],
      ['Key moments', ''],
    )
    expect(await bench.haltWith({ script }, 'report', '--fill', '--as', 'Sato')).toMatchObject({ code: 0 })
    expect(await report()).toContain('  - The pager worked (Sato)')
    expect(await report()).toContain('  - The drill had shown us the way (Mori)')
  })
})
