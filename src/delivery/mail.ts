import { createHash } from 'node:crypto'
import MimeNode from 'nodemailer/lib/mime-node'
import { mailboxOf } from '../domain/address.ts'
import { type Outgoing, subjectOf } from './transport.ts'

const BETWEEN = `\n\n${'-'.repeat(40)}\n\n`

/** The texts of a notice, one after another, parted by a line of dashes. */
export function joined(notice: Outgoing): string {
  return notice.texts.map(({ text }) => text.trimEnd()).join(BETWEEN)
}

/**
 * A message of plain text in UTF-8 (RFC 5322), the same bytes at each retry: nothing in it comes from a clock or from
 * chance. Mail that a program sent says so (RFC 3834), so that nobody's absence answers it; a page is no bulk mail, and
 * says that it is important (RFC 2156).
 */
export function messageFor(notice: Outgoing, from: string, to: string): Promise<Buffer> {
  const sender = mailboxOf(from) ?? { name: null, address: from }
  const node = new MimeNode('text/plain; charset=utf-8')
  node.setHeader({
    From: [{ name: sender.name ?? notice.organisation, address: sender.address }],
    To: [{ name: '', address: to }],
    Subject: subjectOf(notice),
    Date: new Date(notice.at).toUTCString().replace('GMT', '+0000'),
    'Message-ID': messageId(notice.key, to, sender.address),
    'Auto-Submitted': 'auto-generated',
    ...(notice.person === null ? { Precedence: 'bulk' } : { Importance: 'high' }),
    'X-Halt-Incident': notice.incident,
    'X-Halt-Log-Head': notice.head,
    'Content-Language': notice.texts.map(({ language }) => language).join(', '),
  })
  node.setContent(`${joined(notice)}\n`)
  return new Promise((resolve, reject) => {
    node.build((error, message) => (error ? reject(error) : resolve(message as Buffer)))
  })
}

/** The same for a notice and a recipient at each retry, so that a mailbox can tell a second copy. */
function messageId(key: string, to: string, from: string): string {
  const local = createHash('sha256').update(`${key}\n${to}`).digest('hex').slice(0, 40)
  return `<${local}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** Whether a value can end a header line, and begin one that nobody meant. */
export function endsHeader(value: string): boolean {
  return /[\r\n\u0000]/.test(value)
}

/** Values of a notice that become headers. */
export function headersOf(notice: Outgoing): readonly string[] {
  const { key, incident, channel, head, organisation } = notice
  return [key, incident, channel, head, organisation, subjectOf(notice)]
}
