import { closeSync, fstatSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import { isAddress } from '../../domain/address.ts'
import { Failed, fail } from '../../domain/outcome.ts'
import type { SmtpSettings } from '../../domain/settings.ts'
import { openRegular } from '../../platform/bounded.ts'
import type { Found } from './secrets.ts'

const MOST_LINES = 1_000_000
const MOST_BYTES = 256 * 1024 * 1024
const CHUNK = 1024 * 1024

/** To whom a mail goes, each once: the list of the settings, or a file with an address a line and `#` comments. */
export function recipientsOf({ to, toFile }: SmtpSettings, workspace: string): Found<readonly string[]> {
  if (toFile === undefined) return { value: [...new Set(to ?? [])] }
  const found = new Set<string>()
  let number = 0
  try {
    for (const line of linesOf(resolve(workspace, toFile))) {
      number += 1
      const address = line.replace(/(^|\s)#.*$/, '').trim()
      if (number > MOST_LINES) return bad(`${toFile}:${number}: more than ${MOST_LINES} lines`)
      if (address === '') continue
      if (!isAddress(address)) return bad(`${toFile}:${number}`)
      found.add(address)
    }
  } catch (error) {
    if (error instanceof Failed) return { unready: { why: 'file-missing', detail: toFile } }
    throw error
  }
  return found.size === 0 ? bad(`${toFile}: 0`) : { value: [...found] }
}

/** Names the line and never what stands there: it may be a customer. */
function bad(detail: string): Found<never> {
  return { unready: { why: 'bad-address', detail } }
}

function* linesOf(path: string): Generator<string> {
  const fd = openRegular(path)
  const decoder = new TextDecoder()
  const chunk = Buffer.alloc(CHUNK)
  let rest = ''
  try {
    const { size } = fstatSync(fd)
    if (size > MOST_BYTES) fail('file-too-large', { path, bytes: size, limit: MOST_BYTES })
    for (;;) {
      const count = readSync(fd, chunk)
      const lines = (rest + decoder.decode(chunk.subarray(0, count), { stream: count > 0 })).split(/\r?\n/)
      rest = lines.pop() ?? ''
      yield* lines
      if (count === 0) break
    }
    yield rest
  } finally {
    closeSync(fd)
  }
}
