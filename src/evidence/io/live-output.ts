import { StringDecoder } from 'node:string_decoder'
import { inertOutput } from '../../view/inert.ts'

/** Shows a command's output as it arrives. */
export interface LiveOutput {
  show(stream: 'stdout' | 'stderr', bytes: Uint8Array): void
  /** Shows what was held back, and adds a line feed if the output on a terminal ended within a line. */
  end(): void
}

type Outlet = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

/** Shows output with control characters escaped on a terminal; passes it on unchanged to a pipe or file. */
export function createLiveOutput(outlets: Readonly<Record<'stdout' | 'stderr', Outlet>>): LiveOutput {
  const decoders = { stdout: new ChunkDecoder(), stderr: new ChunkDecoder() }
  let unfinished: Outlet | null = null
  const write = (outlet: Outlet, text: string) => {
    if (text === '') return
    outlet.write(text)
    unfinished = text.endsWith('\n') ? null : outlet
  }
  return {
    show(stream, bytes) {
      const outlet = outlets[stream]
      if (outlet.isTTY) write(outlet, decoders[stream].write(bytes))
      else outlet.write(bytes)
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) write(outlets[stream], decoders[stream].end())
      if (unfinished !== null) write(unfinished, '\n')
    },
  }
}

/** Decodes a stream in chunks. A character or CR LF that is split between two chunks is put together again. */
class ChunkDecoder {
  private readonly decoder = new StringDecoder('utf8')
  /** A CR at the end of the last chunk, held back: only the next chunk shows whether an LF follows it. */
  private heldCr = ''

  write(bytes: Uint8Array): string {
    const text = this.heldCr + this.decoder.write(Buffer.from(bytes))
    this.heldCr = text.endsWith('\r') ? '\r' : ''
    return inertOutput(this.heldCr === '' ? text : text.slice(0, -1))
  }

  end(): string {
    const rest = this.heldCr + this.decoder.end()
    this.heldCr = ''
    return inertOutput(rest)
  }
}
