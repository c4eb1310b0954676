import { fail } from '../domain/problem.ts'
import { readTextFile } from './regular-files.ts'

/** Reads input as text, without its last line break. Rejects with `file-too-large`, or `bad-text-file` if not UTF-8. */
export async function readInput(input: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  return (await readTextInput(input, limit)).text.replace(/\r?\n$/, '')
}

/** Reads input whole, as text and as bytes. Rejects like `readInput`. */
async function readTextInput(
  input: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ readonly text: string; readonly bytes: Uint8Array }> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of input) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > limit) fail('file-too-large', { path: '-', bytes, limit })
  }
  const whole = Buffer.concat(chunks)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(whole), bytes: whole }
  } catch {
    return fail('bad-text-file', { path: '-', why: 'not-utf8', limit })
  }
}

/** Reads a text file whole, or for `-` the input. Rejects as `readTextFile` and `readTextInput` do; neither may have a NUL. */
export async function readTextFileOrInput(
  path: string,
  input: AsyncIterable<Uint8Array>,
  limit: number,
): ReturnType<typeof readTextInput> {
  if (path !== '-') return readTextFile(path, limit)
  const read = await readTextInput(input, limit)
  return read.bytes.includes(0) ? fail('bad-text-file', { path, why: 'nul', limit }) : read
}
