export interface Locale {
  /** The variable that says it; null where none does. */
  readonly variable: string | null
  readonly value: string
  readonly isUtf8: boolean
}

/** The locale that says how characters are encoded, by the first variable that says one (POSIX, "Environment Variables"). */
export function localeOf(env: NodeJS.ProcessEnv): Locale {
  const variable = ['LC_ALL', 'LC_CTYPE', 'LANG'].find((name) => (env[name] ?? '') !== '') ?? null
  const value = variable === null ? '' : (env[variable] ?? '')
  return { variable, value, isUtf8: /utf-?8/i.test(value) }
}
