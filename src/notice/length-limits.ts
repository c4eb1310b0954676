import parseTweet from 'twitter-text/dist/parseTweet.js'
import { columnsOf } from '../view/columns.ts'
import type { Weigh } from './notice.ts'

/** The channel whose texts are posts on X, and what one may weigh. */
export const POSTS = 'social'
export const MAX_POST_WEIGHT = 280

/** Columns of a push notice that a lock screen shows. */
export const PUSH_BODY = 180

/** Whether all of a text is seen where it goes. */
export function hasRoom(channel: string, text: string, weigh: Weigh): boolean {
  if (channel === POSTS) return weigh(text) <= MAX_POST_WEIGHT
  return channel !== 'app-push' || columnsOf(text) <= PUSH_BODY
}

/** What a text weighs as a post on X: a full-width character 2, a link 23. */
export function postWeight(text: string): number {
  return parseTweet(text).weightedLength
}
