import { fail } from '../domain/problem.ts'

/** Reads input as text, without its last line break. Rejects with `file-too-large`, or `bad-text-file` if not UTF-8. */
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
