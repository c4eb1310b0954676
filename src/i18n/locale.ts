/** The locale that says how text is encoded. */
export interface Locale {
  /** The environment variable that sets the locale; null if none does. */
  readonly variable: string | null
  /** The value of the variable; empty if none is set. */
  readonly value: string
  readonly isUtf8: boolean
}

/** Returns the locale for character encoding, from the first variable that is set (POSIX, "Environment Variables"). */
export function localeOf(env: NodeJS.ProcessEnv): Locale {
  const variable = ['LC_ALL', 'LC_CTYPE', 'LANG'].find((name) => (env[name] ?? '') !== '') ?? null
  const value = variable === null ? '' : (env[variable] ?? '')
  return { variable, value, isUtf8: /utf-?8/i.test(value) }
}
