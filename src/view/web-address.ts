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
