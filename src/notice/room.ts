import stringWidth from 'string-width'
import { MAX_POST_WEIGHT, postWeight } from './weight.ts'

/** Columns of a push notice that a lock screen shows. */
export const PUSH_BODY = 180

/** Whether all of a text is seen where it goes. */
export function hasRoom(channel: string, text: string): boolean {
  if (channel === 'social') return postWeight(text) <= MAX_POST_WEIGHT
  return channel !== 'app-push' || stringWidth(text) <= PUSH_BODY
}
