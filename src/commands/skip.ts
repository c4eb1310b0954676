import { dismissing } from '../dismissing.ts'

export const define = dismissing('skip')
