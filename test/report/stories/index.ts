import { fiveMinutes } from './five-minutes.ts'
import { ninetyMinutes } from './ninety-minutes.ts'
import type { Story } from './story.ts'
import { threeHandovers } from './three-handovers.ts'
import { threeHoursOver } from './three-hours-over.ts'
import { twoDays } from './two-days.ts'
import { twoDaysConfidential } from './two-days-confidential.ts'

/** Incidents told from their beginning to their end, with all that such a report is asked for. */
export const WHOLE: readonly Story[] = [ninetyMinutes, twoDaysConfidential, threeHoursOver]

export const STORIES: readonly Story[] = [...WHOLE, fiveMinutes, twoDays, threeHandovers]
