/** Where a value came from, if not from an environment variable. */
export type Origin = 'flag' | 'found' | 'settings' | 'locale' | 'login' | 'default'

const origins: Readonly<Record<Origin, string>> = {
  flag: 'given as an option',
  found: 'halt.yaml is here or in a parent folder',
  settings: 'from halt.yaml',
  locale: 'from the locale',
  login: 'the login name',
  default: 'the default',
}

export const words = {
  because: (origin: Origin | { readonly variable: string }) =>
    typeof origin === 'string' ? origins[origin] : `from ${origin.variable}`,
  workspace: 'workspace',
  settings: 'settings',
  noSettings: 'no halt.yaml in the workspace',
  state: 'state folder',
  language: 'language',
  operator: 'acting as',
  incident: 'incident',
  log: 'log',
  read: (events: number, files: number, isFromCache: boolean) =>
    `${events} ${events === 1 ? 'event' : 'events'} in ${files} ${files === 1 ? 'file' : 'files'}, ${
      isFromCache ? 'only what is new was read, the rest is from the cache' : 'read from the first line'
    }`,
}

export type VerboseWords = typeof words
