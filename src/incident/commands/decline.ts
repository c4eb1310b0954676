import { dismissing } from '../decline-or-skip.ts'

export const define = dismissing('decline')
