/** Whether a text is an ASCII mail address (RFC 5321). Dots may be anywhere before `@`: `a..b.@docomo.ne.jp` is in use. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text)
}

const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}$/

/** Parses `Name <address>` or a bare address, which has no name (null). Returns null if the text is neither. */
export function parseMailbox(text: string): { readonly name: string | null; readonly address: string } | null {
  const named = /^([^<>]*)<([^<>]+)>$/.exec(text)
  const address = named?.[2] ?? text
  const name = named?.[1]?.trim().replace(/^"(.*)"$/, '$1') || null
  return isMailAddress(address) ? { name, address } : null
}

/** Whether the host of a URL is this machine: `localhost`, `[::1]` or 127.0.0.0/8. No name is looked up in the DNS. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase()
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
