import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { walkingThrough } from '../walk/operator.ts'
import { MANUALS, suppliedWordsIn } from './manual.ts'
import { ManualBench } from './manual-bench.ts'
import { walkedHalt } from './walked-halt.ts'

describe.each(MANUALS)('the walk by the manual of $name', (manual) => {
  const types = Object.keys(manual.runbook.types)
  const cases = LANGUAGES.flatMap((language) => types.map((type) => ({ language, type })))
  it.each(cases)('leads in $language through a halt of type $type', async ({ language, type }) => {
    const bench = ManualBench.of(manual, language)
    const script = walkingThrough(walkedHalt(manual, type), language)
    const { code, err, screen } = await bench.haltWith({ script }, 'start')
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(await bench.json('status', '-i', 'latest')).toMatchObject({ phase: 'closed', type })
    expect(suppliedWordsIn(manual, [screen])).toEqual([])
  })
})
