/** Where a value came from, if not from an environment variable. */
export type Origin = 'flag' | 'found' | 'settings' | 'locale' | 'login' | 'default'
