import { expect, it } from 'vitest'
import { isKeyMoment } from '../../../src/domain/report/key-moments.ts'
import { STAGES } from '../../../src/domain/runbook/runbook.ts'

const event = 'aaaaaaaa:2'

it('the key moments are decisions, and the notices that were first, told of a resumption or took a notice back', () => {
  expect((['decision', 'lead', 'filing', 'call'] as const).filter((kind) => isKeyMoment({ kind, event }))).toEqual([
    'decision',
  ])
  expect(STAGES.filter((stage) => isKeyMoment({ kind: 'notice', event, stage }))).toEqual([
    'first',
    'resumption',
    'retraction',
  ])
})
