import { describe, expect, it } from 'vitest'
import { reportOf } from '../../src/domain/report/report.ts'
import { joinedText } from '../../src/platform/pieces.ts'
import { reportData, reportJson } from '../../src/report/json.ts'
import { fiveMinutes } from './stories/five-minutes.ts'
import { twoDaysConfidential } from './stories/two-days-confidential.ts'
import { logOfStory } from './story-log.ts'

describe('the report as JSON', () => {
  it.each([fiveMinutes, twoDaysConfidential])('is identical to the output of JSON.stringify: $name', (story) => {
    const { journal, clock } = logOfStory(story)
    const report = reportOf(journal.incident, [...journal.events()], clock.now())
    const log = { damage: ['a line'], unknownWriters: null }
    const data = { ...reportData(report, clock.stamp, log), timeline: [...report.timeline] }
    expect(joinedText(reportJson(report, clock.stamp, log))).toBe(JSON.stringify(data, null, 2))
  })
})
