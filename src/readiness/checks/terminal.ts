import { found, type ReadinessFinding } from '../../domain/readiness/finding.ts'
import { localeOf } from '../../i18n/locale.ts'
import type { Examination } from '../io/examination.ts'
import { readiness, type Told } from './check-result.ts'

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

function encoding(env: NodeJS.ProcessEnv): ReadinessFinding[] {
  const { isUtf8, variable, value } = localeOf(env)
  return isUtf8 ? [] : [found('warning', 'not-utf8', { variable, value })]
}
