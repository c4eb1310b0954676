import type { Outgoing, OutgoingText } from './transport.ts'

/** A notice in one of its languages. */
export function only(notice: Outgoing, text: OutgoingText): Outgoing {
  return { ...notice, texts: [text] }
}

/** The idempotency key of what goes out on its own for a language; where it is the only one, that of the notice. */
export function keyFor({ key, texts }: Outgoing, { language }: OutgoingText): string {
  return texts.length > 1 ? `${key}-${language}` : key
}
