import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net'

/** An address that leads to a server, and can be moved to another one. */
export class Forwarder {
  readonly port: number
  private readonly server: Server
  private readonly sockets: Set<Socket>
  private target: NetConnectOpts

  private constructor(server: Server, sockets: Set<Socket>, target: NetConnectOpts) {
    this.server = server
    this.sockets = sockets
    this.target = target
    this.port = (server.address() as { port: number }).port
  }

  /** Listens on an address of this machine, at a free port unless one is given. */
  static async open(target: NetConnectOpts, host = '127.0.0.1', port = 0): Promise<Forwarder> {
    const sockets = new Set<Socket>()
    const server = createServer((client) => {
      const onward = connect(forwarder.target)
      for (const [one, other] of [
        [client, onward],
        [onward, client],
      ] as const) {
        sockets.add(one)
        one.on('error', () => {})
        one.on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
    await new Promise<void>((resolve) => server.listen(port, host, resolve))
    const forwarder = new Forwarder(server, sockets, target)
    return forwarder
  }

  /** Leads new connections elsewhere. */
  moveTo(target: NetConnectOpts): void {
    this.target = target
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }
}
