import { StringDecoder } from 'node:string_decoder'
import { inertOutput } from '../../view/inert.ts'

/** What a command writes, shown as it comes. */
export interface Live {
  show(stream: 'stdout' | 'stderr', bytes: Uint8Array): void
  /** Shows what was held back, and ends a line that was begun on a terminal. */
  end(): void
}

type Outlet = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

/** On a terminal as text that acts on nothing, in anything else as the bytes they are. */
export function liveOutput(outlets: Readonly<Record<'stdout' | 'stderr', Outlet>>): Live {
  const texts = { stdout: new Shown(), stderr: new Shown() }
  let begun: Outlet | null = null
  const write = (outlet: Outlet, text: string) => {
    if (text === '') return
    outlet.write(text)
    begun = text.endsWith('\n') ? null : outlet
  }
  return {
    show(stream, bytes) {
      const outlet = outlets[stream]
      if (outlet.isTTY) write(outlet, texts[stream].take(bytes))
      else outlet.write(bytes)
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) write(outlets[stream], texts[stream].end())
      if (begun !== null) write(begun, '\n')
    },
  }
}

/** Bytes that come in pieces: a character in two of them is one, and so is the end of a line. */
class Shown {
  private readonly decoder = new StringDecoder('utf8')
  private held = ''

  take(bytes: Uint8Array): string {
    const text = this.held + this.decoder.write(Buffer.from(bytes))
    this.held = text.endsWith('\r') ? '\r' : ''
    return inertOutput(this.held === '' ? text : text.slice(0, -1))
  }

  end(): string {
    const rest = this.held + this.decoder.end()
    this.held = ''
    return inertOutput(rest)
  }
}
