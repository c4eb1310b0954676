import { Option } from 'commander'
import type { CommandContext } from '../command.ts'
import { fail } from '../domain/problem.ts'

/** `--limit N`, for the last so many. Throws `bad-quantity` for anything but a whole number. */
export function limitOption(say: CommandContext['say']): Option {
  const help = say('only the last so many', '最後の何件かだけ')
  return new Option('--limit <n>', help).argParser((given) =>
    /^\d{1,9}$/.test(given) ? Number(given) : fail('bad-quantity', { given, kind: 'limit' }),
  )
}

/** The last so many of them, in the same order; all without a limit. */
export function lastOf<T>(all: readonly T[], limit: number | undefined): readonly T[] {
  return limit === undefined ? all : all.slice(Math.max(0, all.length - limit))
}
