import { found, type ReadinessFinding } from '../domain/readiness/finding.ts'
import type { Examination } from './examination.ts'
import { readiness, type Told } from './told.ts'

/** The walk is made for terminals of this many columns and more. */
const LEAST_COLUMNS = 40

/** What the terminal can show. */
export function checkTerminal({ world: { terminal, env } }: Examination): Told[] {
  const { output, columns } = terminal
  const narrow = output && columns < LEAST_COLUMNS
  return readiness(
    ...(narrow ? [found('warning', 'terminal-narrow', { columns, least: LEAST_COLUMNS })] : []),
    ...(env.TERM === 'dumb' ? [found('info', 'terminal-dumb', {})] : []),
    ...encoding(env),
  )
}

/** The encoding of a locale, by the first variable that says one (POSIX, "Environment Variables"). */
function encoding(env: NodeJS.ProcessEnv): ReadinessFinding[] {
  const variable = ['LC_ALL', 'LC_CTYPE', 'LANG'].find((name) => (env[name] ?? '') !== '') ?? null
  const value = variable === null ? '' : (env[variable] ?? '')
  return /utf-?8/i.test(value) ? [] : [found('warning', 'not-utf8', { variable, value })]
}
