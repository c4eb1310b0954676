/**
 * The address of a page on the web, in characters that are safe in an attribute of HTML and in a table of Markdown; null for any
 * other text. An address with a user name is none: `https://bank.example@evil.example/` leads elsewhere than it seems to.
 */
export function webAddress(text: string): string | null {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return null
  const { href, username, password } = new URL(text)
  if (username !== '' || password !== '') return null
  return href.replace(/[<>"'`|\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Addresses in running text, in the characters of RFC 3986. */
const IN_TEXT = /\bhttps?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi

/** A text in its parts, with the web addresses in it as links; what ends a sentence or closes a parenthesis is not theirs. */
export function withLinks(text: string): (string | { readonly link: string })[] {
  const parts: (string | { readonly link: string })[] = []
  let end = 0
  for (const { 0: found, index } of text.matchAll(IN_TEXT)) {
    const link = found.replace(found.includes('(') ? /[.,;:!?']+$/ : /[.,;:!?')\]]+$/, '')
    // One that was cut short would lead elsewhere.
    if (webAddress(link) === null || text[index + found.length] === '…') continue
    parts.push(text.slice(end, index), { link })
    end = index + link.length
  }
  return [...parts, text.slice(end)].filter((part) => part !== '')
}
