import { fiveDays } from './five-days.ts'
import { fiveMinutes } from './five-minutes.ts'
import { inParts } from './in-parts.ts'
import { reopened } from './reopened.ts'
import type { Story } from './story.ts'
import { threeHandovers } from './three-handovers.ts'
import { twoDays } from './two-days.ts'

export const STORIES: readonly Story[] = [fiveMinutes, twoDays, fiveDays, threeHandovers, reopened, inParts]
