export const utf8 = (binary: string) => Buffer.from(binary, 'latin1').toString('utf8')

/** The text of a message. */
export function bodyOf(message: string): string {
  const body = message.slice(message.indexOf('\r\n\r\n') + 4)
  if (/^Content-Transfer-Encoding: base64/im.test(message)) return Buffer.from(body, 'base64').toString('utf8')
  return utf8(
    body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  )
}
