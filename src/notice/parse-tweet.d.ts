/** The package ships no types. Only this module is loaded, at a third of the cost of the whole package. */
declare module 'twitter-text/dist/parseTweet.js' {
  export default function parseTweet(text: string): { readonly weightedLength: number; readonly valid: boolean }
}
