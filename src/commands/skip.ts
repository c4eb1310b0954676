import { dismissing } from '../app/incident/dismissing.ts'

export const define = dismissing('skip')
