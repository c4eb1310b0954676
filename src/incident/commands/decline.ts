import { declineOrSkip } from '../decline-or-skip.ts'

export const define = declineOrSkip('decline')
