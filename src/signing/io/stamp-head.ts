import { MAX_BODY_BYTES, post } from '../../delivery/io/http.ts'
import type { DeliveryReason } from '../../domain/delivery-reasons.ts'
import type { ProblemParams } from '../../domain/problem.ts'
import { errnoName } from '../../platform/errno.ts'
import { checkToken, tokenQuery } from '../../platform/openssl-ts.ts'
import type { SigningSettings } from '../../runbook/io/signing-settings.ts'
import { type AnchorFile, placeForToken, tokensOf, writeToken } from './anchor-files.ts'
import { type CheckedTimestamp, checkTimestamp } from './check-anchors.ts'

/** How long the beginning of an answer may take, and then the rest of it. */
const TIMEOUT_MS = 5000

/** The best token that a head has, or for each authority why there is none. */
export type Stamping =
  | { readonly token: CheckedTimestamp }
  | { readonly failures: ProblemParams['not-stamped']['failures'] }

/**
 * Gets a time-stamp token for a head from each authority in turn until somebody vouches for one, unless there is such a token
 * already: one that nobody vouches for may be anybody's. Keeps all that are for this head. Only the head's SHA-256 and a random
 * number are sent.
 */
export async function stampHead(
  directory: string,
  head: AnchorFile,
  { timestamp, timestampCa }: SigningSettings,
  env: NodeJS.ProcessEnv,
): Promise<Stamping> {
  const keptTokens = () =>
    tokensOf(directory, head, timestamp)
      .found.map((token) => checkTimestamp(head, token, timestampCa, env))
      .filter(({ state }) => state !== 'invalid')
  let kept = keptTokens()
  const failures: TokenFailure[] = []
  const got: string[] = []
  for (const authority of timestamp) {
    if (kept.some(({ state }) => state === 'trusted')) break
    const isToken = (name: string) => kept.some(({ file }) => file === name)
    const name = placeForToken(directory, head, authority, isToken)
    const url = new URL(authority)
    const failure =
      name === null
        ? { host: url.host, why: null, detail: 'EEXIST' }
        : await requestToken(directory, head, url, name, timestampCa, env)
    if (failure !== null) failures.push(failure)
    else if (name !== null) got.push(name)
    // Another process may have got one meanwhile.
    kept = keptTokens()
  }
  const token = kept.find(({ state }) => state === 'trusted') ?? kept.find(({ file }) => got.includes(file))
  return token === undefined ? { failures } : { token }
}

type TokenFailure = ProblemParams['not-stamped']['failures'][number]

/** Requests a token and keeps it under a name. Returns why there is none, or null. */
async function requestToken(
  directory: string,
  head: AnchorFile,
  url: URL,
  name: string,
  trusted: string | null,
  env: NodeJS.ProcessEnv,
): Promise<TokenFailure | null> {
  const failure = (detail: string, why: DeliveryReason | null = null) => ({ host: url.host, why, detail })
  const query = tokenQuery(head.path, env)
  if ('why' in query) return failure(`openssl: ${query.why}`)
  const headers = { 'Content-Type': 'application/timestamp-query', 'User-Agent': 'halt' }
  // An authority may well be in one's own network: it learns a hash, and nothing of its answer is kept but a token for that.
  const answer = await post({ url, headers, body: query, timeout: TIMEOUT_MS, allowPrivate: true, ca: undefined })
  if ('why' in answer) return failure(answer.code, answer.why)
  if (answer.status !== 200) return failure(`HTTP ${answer.status}`)
  if (answer.body.length === MAX_BODY_BYTES) return failure('EMSGSIZE')
  const token = checkToken(answer.body, { query }, { trusted, env })
  if (token.state === 'invalid' || token.state === 'unchecked') return failure(token.why ?? '')
  const why = whyNotWritten(() => writeToken(directory, name, answer.body))
  return why === null ? null : failure(why)
}

function whyNotWritten(write: () => void): string | null {
  try {
    write()
    return null
  } catch (error) {
    return errnoName(error)
  }
}
