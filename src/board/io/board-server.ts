import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Server, Socket } from 'node:net'
import { fail } from '../../domain/problem.ts'
import { type BoardRequest, type BoardResponse, type BoardStream, eventLines, SECURITY_HEADERS } from '../http.ts'
import type { Place } from '../place.ts'

/** Certificate and key, in PEM. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

export interface BoardServer {
  /** The port that it listens on; null on a Unix socket. */
  readonly port: number | null
  /** Of the process that it runs in. */
  readonly pid: number
  /** Ends all connections. */
  close(): void
}

export type Answering = (request: BoardRequest) => Promise<BoardResponse | BoardStream>

const MAX_CONNECTIONS = 1024
const MAX_STREAMS = 256
/** A client that leaves so much unread is given up. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** Whoever needs longer for a request than this is cut off, so that slow clients keep nobody out. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // Who reads a body limits how long that may take.
  requestTimeout: 600_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
}
const HANDSHAKE_MS = 10_000
/** Comments between events, so that a connection that is gone is noticed. */
const COMMENT_MS = 15_000

/** Listens at the first of the places that is free; `onFailure` gets what answering fails with. Rejects with `cannot-listen` if none is. */
export async function listen(
  places: readonly Place[],
  tls: TlsFiles | null,
  answering: Answering,
  onFailure: (error: unknown) => void,
): Promise<BoardServer> {
  let streams = 0
  /** The latest response on each connection. */
  const latest = new WeakMap<Socket, ServerResponse>()
  const handle = (incoming: IncomingMessage, response: ServerResponse) => {
    const { socket } = incoming
    // No browser asks again before it has its answer: the answers to thousands of requests would fill the memory.
    if (latest.get(socket)?.writableFinished === false) {
      socket.destroy()
      return
    }
    latest.set(socket, response)
    respond(incoming, response).catch((error: unknown) => {
      // A client that went away is none.
      if (!response.destroyed) onFailure(error)
      if (!response.headersSent) response.writeHead(500, SECURITY_HEADERS)
      response.end()
    })
  }
  const server: Server =
    tls === null
      ? createServer(LIMITS, handle)
      : createTls({ ...LIMITS, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS })
  server.maxConnections = MAX_CONNECTIONS
  const connections = new Set<{ destroy(): unknown }>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  await listenAtFirstFree(server, places)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : null,
    pid: process.pid,
    close() {
      server.close()
      for (const socket of connections) socket.destroy()
    },
  }

  function createTls(options: Parameters<typeof createTlsServer>[0]) {
    try {
      return createTlsServer(options, handle)
    } catch (error) {
      return fail('cannot-listen', { address: 'TLS', why: (error as Error).message })
    }
  }

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await answering(requestOf(incoming))
    // What is left of a body nobody waits for.
    if (!incoming.complete) response.setHeader('connection', 'close')
    if ('status' in answer) {
      response.writeHead(answer.status, { ...SECURITY_HEADERS, ...answer.headers })
      response.end(incoming.method === 'HEAD' ? '' : answer.body)
    } else await stream(answer, response, incoming.method === 'HEAD')
  }

  async function stream({ open }: BoardStream, response: ServerResponse, isHead: boolean): Promise<void> {
    if (streams >= MAX_STREAMS) {
      response.writeHead(503, { ...SECURITY_HEADERS, 'retry-after': '10' }).end()
      return
    }
    const closed = once(response, 'close').catch(() => {})
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' })
    response.flushHeaders()
    if (isHead) {
      response.end()
      return
    }
    const send = (text: string) => {
      response.write(text)
      if (response.writableLength <= MAX_UNREAD_BYTES) return true
      response.destroy()
      return false
    }
    streams += 1
    const timer = setInterval(() => send(':\n\n'), COMMENT_MS)
    let end = () => {}
    try {
      end = await open(
        (event) => send(eventLines(event)),
        () => response.end(),
      )
      await closed
    } finally {
      end()
      clearInterval(timer)
      streams -= 1
    }
  }
}

async function listenAtFirstFree(server: Server, places: readonly Place[]): Promise<void> {
  const [place, ...others] = places
  if (place === undefined) return
  try {
    server.listen('path' in place ? place : { ...place, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' && others.length > 0) return listenAtFirstFree(server, others)
    fail('cannot-listen', {
      address: 'path' in place ? place.path : `${place.host}:${place.port}`,
      why: code ?? message,
    })
  }
}

async function* bodyOf(incoming: IncomingMessage, ms: number): AsyncGenerator<Uint8Array> {
  const timer = setTimeout(() => incoming.destroy(), ms)
  try {
    yield* incoming.iterator({ destroyOnReturn: false })
  } finally {
    clearTimeout(timer)
  }
}

function requestOf(incoming: IncomingMessage): BoardRequest {
  const { method = 'GET', url = '/', headersDistinct } = incoming
  // The address is a path: whoever sends a whole one means a proxy.
  const [path = '/', query = ''] = url.split(/\?(.*)/s)
  // Of several hosts, `headers` has the first alone, and whatever stands in front of the board may go by the last.
  const single = Object.entries(headersDistinct).map(([name, values]) => [
    name,
    values?.join(name === 'cookie' ? '; ' : ', '),
  ])
  const body = (ms: number) => bodyOf(incoming, ms)
  return { method, path, query: new URLSearchParams(query), headers: Object.fromEntries(single), body }
}
