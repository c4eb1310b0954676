import { hostName } from '../platform/machine.ts'
import type { World } from '../world.ts'

/** The most characters that a relay takes for a name. */
const MAX_NAME = 80

/** What this machine calls itself to others: who acts on it, and its name. */
export function machineName({ operator }: World): string {
  return [...`${operator}@${hostName()}`].slice(0, MAX_NAME).join('')
}
