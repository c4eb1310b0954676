import type { Output } from './output.ts'
import { inLines, type Pieces } from './pieces.ts'

/**
 * Prints text of any length no faster than the output takes it, so that it does not pile up in memory if the reader is
 * slow. Stops once the reader is gone.
 */
export async function pour(print: (text: string) => void, pieces: Pieces, output: Output): Promise<void> {
  for (const lines of inLines(pieces)) {
    print(lines)
    if (!(await output.takesMore())) return
  }
}

/** The text as bytes, for a file. */
export function* bytesOf(pieces: Pieces): Generator<Uint8Array> {
  for (const lines of inLines(pieces)) yield Buffer.from(lines)
}
