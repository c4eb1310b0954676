import { fail } from '../domain/outcome.ts'

/**
 * All of the input as text, without the end of its last line. Throws `Failed`: `file-too-large` beyond `limit`
 * bytes, `bad-text-file` where it is no UTF-8.
 */
export async function readInput(input: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of input) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > limit) fail('file-too-large', { path: '-', bytes, limit })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r?\n$/, '')
  } catch {
    return fail('bad-text-file', { path: '-', why: 'not-utf8', limit })
  }
}
