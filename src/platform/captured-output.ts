import { Writable } from 'node:stream'
import type { Output } from './output.ts'

/** Keeps what is written, as text. */
export class CapturedOutput implements Output {
  private readonly chunks: Buffer[] = []

  get text(): string {
    return Buffer.concat(this.chunks).toString()
  }

  write(data: string | Uint8Array): void {
    this.chunks.push(Buffer.from(data))
  }

  get stream(): NodeJS.WriteStream {
    const write = (data: Buffer, _: unknown, done: () => void) => {
      this.chunks.push(data)
      done()
    }
    return new Writable({ write }) as NodeJS.WriteStream
  }

  async takesMore(): Promise<boolean> {
    return true
  }

  async flush(): Promise<null> {
    return null
  }
}
