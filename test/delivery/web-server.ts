import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Identity } from './certificates.ts'

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface WebServer {
  readonly port: number
  readonly asked: readonly Asked[]
}

type Reply = (response: Parameters<RequestListener>[1], count: number) => void

/** A web server on loopback that keeps its requests; `reply` gets the number of the request, from 1. */
export async function webServer(reply: Reply = (response) => response.end(), host?: Identity): Promise<WebServer> {
  const asked: Asked[] = []
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { url: path = '', headers } = request
      asked.push({ path, headers, body: Buffer.concat(chunks).toString('utf8') })
      reply(response, asked.length)
    })
  }
  const server = host === undefined ? createServer(listener) : createSecureServer(host, listener)
  onTestFinished(() => closed(server))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, asked }
}

export const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Reply =>
  (response) => {
    response.writeHead(code, headers).end(body)
  }

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
