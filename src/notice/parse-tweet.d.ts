/** The package ships no types; only this part of it is loaded, which costs a third of the whole. */
declare module 'twitter-text/dist/parseTweet.js' {
  export default function parseTweet(text: string): { readonly weightedLength: number; readonly valid: boolean }
}
