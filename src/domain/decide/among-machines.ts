import type { Problem } from '../problem.ts'

/** What was agreed upon with the other machines that share an incident. */
export interface AmongMachines {
  /** By channel, the turn that was taken. */
  readonly turns?: ReadonlyMap<string, number>
  /** The reason to send without their agreement, and by channel what was in the way of it. */
  readonly alone?: { readonly reason: string; readonly open: ReadonlyMap<string, Problem['code']> }
}

export function openAlone({ alone }: AmongMachines, channel: string): string[] {
  const code = alone?.open.get(channel)
  return code === undefined ? [] : [code]
}

/** The reasons for whatever was overridden on a channel: those for the text and for the other machines may have been asked apart. */
export function reasonOf(
  { force, alone }: { readonly force?: string } & AmongMachines,
  channel: string,
  again?: string,
): string | undefined {
  const reasons = [force ?? again, alone?.open.has(channel) ? alone.reason : undefined]
  const given = [...new Set(reasons.filter((reason) => reason !== undefined))]
  return given.length === 0 ? undefined : given.join(' / ')
}

export function turnOn({ turns }: AmongMachines, channel: string): { readonly turn?: number } {
  const turn = turns?.get(channel)
  return turn === undefined ? {} : { turn }
}
