import type { Output } from '../platform/output.ts'
import type { Host } from '../world.ts'

/** Holds back what is written to another output until it is taken, or no longer held. */
export class HeldOutput implements Output {
  isHolding = true
  private held: (string | Uint8Array)[] = []
  private readonly target: Output

  constructor(target: Output) {
    this.target = target
  }

  write(data: string | Uint8Array): void {
    if (this.isHolding) this.held.push(data)
    else this.target.write(data)
  }

  /** Whoever needs the stream writes to it at once: what is held comes before that. */
  get stream(): NodeJS.WriteStream {
    this.writeHeld()
    return this.target.stream
  }

  takesMore(): Promise<boolean> {
    return this.target.takesMore()
  }

  flush(): Promise<string | null> {
    return this.target.flush()
  }

  stopHolding(): void {
    this.isHolding = false
    this.writeHeld()
  }

  private writeHeld(): void {
    for (const data of this.held.splice(0)) this.target.write(data)
  }

  /** Returns the lines that are held, which are then not written. */
  take(): string[] {
    const text = Buffer.concat(this.held.splice(0).map((data) => Buffer.from(data))).toString()
    return text.split('\n').filter((line) => line !== '')
  }
}

/** The same host with another standard error. */
export function withErrorOutput(host: Host, errorOutput: Output): Host {
  return Object.create(host, { errorOutput: { value: errorOutput, enumerable: true } }) as Host
}
