import { fail, ProblemError, type RelayFlaw } from '../../domain/problem.ts'

/** How many characters of what a server says are shown. */
const MAX_MESSAGE = 200

/** Why nothing can be added to a relay that may be readable all the same. */
const READABLE_FLAWS: ReadonlySet<RelayFlaw> = new Set(['no-permission', 'full', 'read-only'])

/**
 * Throws `relay-unusable` for what the server refuses. For what never got there, has the connection abandoned and throws
 * `relay-unreachable`.
 */
export function throwForServer(error: unknown, relay: string, abandon: () => void): never {
  if (error instanceof ProblemError) throw error
  const { code = '', message } = error as { readonly code?: string; readonly message: string }
  // The driver has no code for a password that is asked for and missing.
  if (message.includes('client password must be')) fail('relay-unusable', { relay, why: 'not-let-in' })
  // SQLSTATE (PostgreSQL, appendix A) has five characters; the codes of the system begin with E.
  if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E')) {
    abandon()
    return fail('relay-unreachable', { relay, why: code === '' ? codeOf(message) : code })
  }
  if (code.startsWith('28')) fail('relay-unusable', { relay, why: 'not-let-in' })
  if (code === '3D000') fail('relay-unusable', { relay, why: 'no-database' })
  if (code === '42P01' || code === '3F000') fail('relay-unusable', { relay, why: 'not-set-up' })
  if (code === '42501') fail('relay-unusable', { relay, why: 'no-permission' })
  if (code === '53100') fail('relay-unusable', { relay, why: 'full' })
  if (code === '25006') fail('relay-unusable', { relay, why: 'read-only' })
  if (code === '42703') fail('relay-unusable', { relay, why: 'other-tables' })
  // Shutting down, starting, too many connections: another time it may work.
  return fail('relay-unreachable', { relay, why: message.slice(0, MAX_MESSAGE) })
}

/** The code of the system for what the driver says in words of its own; else those. */
function codeOf(message: string): string {
  // A message of the server without a word in it.
  if (message === '') return 'EPROTO'
  if (/timeout/i.test(message)) return 'ETIMEDOUT'
  return /terminated|not queryable/i.test(message) ? 'ECONNRESET' : message.slice(0, MAX_MESSAGE)
}

/** Whether an error says that nothing can be added to the relay, so that it may still be read. */
export function isReadableOnly(error: unknown): error is ProblemError {
  return (
    error instanceof ProblemError &&
    error.problem.code === 'relay-unusable' &&
    READABLE_FLAWS.has(error.problem.params.why)
  )
}
