import type { Claim, Force } from '../log/event.ts'

/** What findings, an unsafe channel or an unknown outcome yield to; `open` are the codes of the findings. */
export interface Yielding {
  readonly force?: string
  readonly open?: readonly string[]
  readonly claim?: Claim
}

export function yielding({ force, open = [], claim }: Yielding): { readonly claim?: Claim; readonly forced?: Force } {
  const forced = force === undefined || open.length === 0 ? {} : { forced: { reason: force, open } }
  return { ...forced, ...(claim !== undefined && { claim }) }
}
