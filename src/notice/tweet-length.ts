import parseTweet from 'twitter-text/dist/parseTweet.js'

/** What a text weighs as a post on X: a full-width character 2, a link 23. */
export function postWeight(text: string): number {
  return parseTweet(text).weightedLength
}
