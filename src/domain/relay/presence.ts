import { isSignedBy, type Signer } from '../log/signature.ts'

/** What a machine says of itself: that it was there. */
export interface Presence {
  readonly machine: string
  /** What it calls itself. */
  readonly name: string
  /** When it said so, in milliseconds since 1970 by its own clock. */
  readonly at: number
  /** The key of its writer, and its signature; null where it has recorded nothing yet. */
  readonly signed: { readonly key: string; readonly sig: string } | null
}

/** Says that a machine is there, in the name of its writer. */
export function presenceOf(machine: string, name: string, at: number, signer: Signer | null): Presence {
  const said = { machine, name, at }
  return { ...said, signed: signer && { key: signer.key, sig: signer.sign(textOf(said)) } }
}

/** The key that signed what a machine says of itself, with the time, so that it cannot be said again later; null if none did. */
export function keyOfPresence({ signed, ...said }: Presence): string | null {
  return signed !== null && isSignedBy(signed.key, Buffer.from(textOf(said)), signed.sig) ? signed.key : null
}

function textOf({ machine, name, at }: Omit<Presence, 'signed'>): string {
  return `halt machine ${JSON.stringify([machine, name, at])}\n`
}
