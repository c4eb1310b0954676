import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** How long the program has been running, in whole milliseconds. */
export function elapsedMs(): number {
  return Math.round(performance.now())
}

/**
 * Says which programs are started and which servers are connected to from now on, until the returned function is called.
 * Their arguments and what is sent may be secret, and are not said.
 */
export function sayProgramsAndConnections(say: (line: string) => void): () => void {
  say(`Node ${process.version}, ${process.platform} ${process.arch}`)
  const onProcess = (message: unknown) => {
    const { process: child } = message as { readonly process: ChildProcess }
    // Node tells before it has started the program.
    queueMicrotask(() => say(`started ${child.spawnfile ?? 'a program'} (${child.pid ?? 'failed'})`))
  }
  const onSocket = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket }
    socket.once('connect', () => say(`connected to ${socket.remoteAddress ?? 'a socket'}:${socket.remotePort ?? ''}`))
    socket.once('error', ({ message: why }) => say(`no connection: ${why}`))
  }
  subscribe('child_process', onProcess)
  subscribe('net.client.socket', onSocket)
  return () => {
    unsubscribe('child_process', onProcess)
    unsubscribe('net.client.socket', onSocket)
  }
}
