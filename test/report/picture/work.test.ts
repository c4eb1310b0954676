import { expect, it } from 'vitest'
import { pictureSvg } from '../../../src/report/picture/svg.ts'
import { begun, done, happened, MINUTE, skipped } from '../../given.ts'
import { halt, RUNBOOK } from '../../notice/halts.ts'
import { contextIn, pictureAfter } from './drawing.ts'

it('draws work that took time as bars, and what was only said to be done as one mark with its number', async () => {
  const [first, second, ...others] = RUNBOOK.steps.filter(({ department }) => department === 'system')
  const steps = others.slice(0, 6).map(({ id }) => happened(20 * MINUTE, done(id)))
  const log = [halt(), begun(first?.id ?? ''), happened(30 * MINUTE, done(first?.id ?? '')), ...steps]
  const picture = pictureAfter(1, [...log, happened(40 * MINUTE, skipped(second?.id ?? ''))])
  const svg = pictureSvg(picture, await contextIn({}), { style: '', marks: [], incident: '' })
  const lane = svg.split('\n').find((line) => line.includes('>System</text>')) ?? ''
  expect(lane.match(/<rect class="step-done"/g)).toHaveLength(2)
  expect(lane).toContain('>×6</text>')
  expect(lane).toContain('<path class="step-skipped"')
})
