import { createHash } from 'node:crypto'
import MimeNode from 'nodemailer/lib/mime-node'
import { parseMailbox } from '../domain/address.ts'
import { type OutgoingMessage, subjectOf } from './transport.ts'

/** Separates the texts of a notice. */
const SEPARATOR = `\n\n${'-'.repeat(40)}\n\n`

/**
 * A notice as a plain-text message in UTF-8 (RFC 5322), the same bytes on each retry: nothing in it depends on a clock or
 * on chance. `Auto-Submitted` (RFC 3834) keeps automatic replies away. A page to a person is not bulk mail; it is marked as
 * important instead (RFC 2156).
 */
export function messageFor(notice: OutgoingMessage, from: string, to: string): Promise<Buffer> {
  const sender = parseMailbox(from) ?? { name: null, address: from }
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
  node.setContent(`${notice.texts.map(({ text }) => text.trimEnd()).join(SEPARATOR)}\n`)
  return new Promise((resolve, reject) => {
    node.build((error, message) => (error ? reject(error) : resolve(message as Buffer)))
  })
}

/** For the same notice and recipient the same on each retry, so that a mailbox can detect a duplicate. */
function messageId(key: string, to: string, from: string): string {
  const local = createHash('sha256').update(`${key}\n${to}`).digest('hex').slice(0, 40)
  return `<${local}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** Whether a value could end a header line and so inject another header. */
export function couldInjectHeader(value: string): boolean {
  return /[\r\n\u0000]/.test(value)
}

/** Values of a notice that go into headers. */
export function headerValuesOf(notice: OutgoingMessage): readonly string[] {
  const { key, incident, channel, head, organisation } = notice
  return [key, incident, channel, head, organisation, subjectOf(notice)]
}
