import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface Received {
  readonly to: string
  readonly message: string
  readonly secure: boolean
}

/** A mail server on loopback, with the messages it accepted. */
export class MailServer {
  readonly received: Received[] = []
  /** Recipients in the order of their RCPT TO commands, including rejected ones. */
  readonly heard: string[] = []
  connections = 0
  port = 0
  private readonly server: SMTPServer

  /** Reply codes for a recipient (`refuse`) or after a whole message (`after`); `drop` closes the connection instead. */
  constructor(
    options: SMTPServerOptions = {},
    faults: {
      readonly refuse?: (to: string) => number | 'drop' | undefined
      readonly after?: (to: string) => number | 'drop' | undefined
    } = {},
  ) {
    const heard = this.heard
    const received = this.received
    const refused = (code: number, to: string) =>
      Object.assign(new Error(`<${to}> is not taken`), { responseCode: code })
    const sockets = () => [
      ...(this.server as unknown as { connections: Set<{ _socket: { destroy(): void } }> }).connections,
    ]
    const cut = () => {
      for (const { _socket } of sockets()) _socket.destroy()
    }
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 1,
      onConnect: (_, callback) => {
        this.connections += 1
        callback()
      },
      onRcptTo: ({ address }, _, callback) => {
        heard.push(address)
        const fault = faults.refuse?.(address)
        if (fault === 'drop') cut()
        else callback(fault === undefined ? null : refused(fault, address))
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const to = session.envelope.rcptTo[0]?.address ?? ''
          const fault = faults.after?.(to)
          received.push({ to, message: Buffer.concat(chunks).toString('utf8'), secure: session.secure })
          if (fault === 'drop') cut()
          else callback(fault === undefined ? null : refused(fault, to))
        })
      },
      ...options,
    })
    this.server.on('error', () => {})
    onTestFinished(() => new Promise<void>((resolve) => this.server.close(() => resolve())))
  }

  async listen(): Promise<this> {
    const listening = this.server.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    this.port = (listening.address() as AddressInfo).port
    return this
  }

  get recipients(): string[] {
    return this.received.map(({ to }) => to)
  }
}
