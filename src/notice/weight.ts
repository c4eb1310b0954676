import parseTweet from 'twitter-text/dist/parseTweet.js'

/** What one post on X may weigh; a full-width character weighs 2, a link 23. */
export const MAX_POST_WEIGHT = 280

export function postWeight(text: string): number {
  return parseTweet(text).weightedLength
}
