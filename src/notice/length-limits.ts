import { columnsOf } from '../view/columns.ts'
import type { Weigh } from './notice.ts'

/** The channel whose texts are posts on X. */
export const POST_CHANNEL = 'social'
/** The largest weighted length of a post on X. */
export const MAX_POST_WEIGHT = 280

/** Columns of a push notice's body that a lock screen shows. */
export const MAX_PUSH_BODY_COLUMNS = 180

/** Whether a channel shows all of a text. */
export function fitsChannel(channel: string, text: string, weigh: Weigh): boolean {
  if (channel === POST_CHANNEL) return weigh(text) <= MAX_POST_WEIGHT
  return channel !== 'app-push' || columnsOf(text) <= MAX_PUSH_BODY_COLUMNS
}

/**
 * Loads the function that weighs a post on X: a full-width character counts 2, a link 23. `twitter-text` takes long to load, so without
 * a post among the channels it is not loaded, and the function returned throws.
 */
export async function loadWeigh(channels: readonly string[]): Promise<Weigh> {
  if (!channels.includes(POST_CHANNEL))
    return () => {
      throw new Error('the weight of a post was not loaded')
    }
  const { default: parseTweet } = await import('twitter-text/dist/parseTweet.js')
  return (text) => parseTweet(text).weightedLength
}
