import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { textResponse } from '../../../src/board/http.ts'
import { type Answering, type BoardServer, listen } from '../../../src/board/io/board-server.ts'

const ORDINARY: Answering = async () => textResponse(200, 'a page')
/** What is sent to a client at once: more than the kernel takes for one that does not read. */
const MUCH = 'x'.repeat(1024 * 1024)

async function serverWith(answering: Answering): Promise<BoardServer> {
  const server = await listen([{ host: '127.0.0.1', port: 0 }], null, answering, () => {})
  onTestFinished(() => server.close())
  return server
}

/** A client that has sent `text`, and what it got. */
async function client({ port }: BoardServer, text: string): Promise<{ socket: Socket; got: () => string }> {
  const socket = connect(port ?? 0, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  let got = ''
  socket.on('data', (chunk: Buffer) => {
    got += chunk.toString()
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text)
  return { socket, got: () => got }
}

const GET = 'GET / HTTP/1.1\r\nHost: board\r\n\r\n'

describe('slow and many clients', () => {
  it.each([
    ['its headers', 'GET / HTTP/1.1\r\nHost: bo'],
    ['its body', 'POST /session HTTP/1.1\r\nHost: board\r\nContent-Length: 100\r\n\r\ncode='],
  ])('a client that does not finish %s is cut off', async (_, text) => {
    const { socket } = await client(await serverWith(ORDINARY), text)
    await once(socket, 'close')
  })

  it('a host that is named twice is none that counts', async () => {
    const server = await serverWith(async ({ headers }) => textResponse(200, `${headers.host} ${headers.cookie}`))
    const named = (...hosts: readonly string[]) => hosts.map((host) => `Host: ${host}\r\n`).join('')
    const { got } = await client(server, `GET / HTTP/1.1\r\n${named('a', 'b')}Cookie: c=1\r\nCookie: d=2\r\n\r\n`)
    await vi.waitFor(() => expect(got()).toContain('a, b c=1; d=2'))
  })

  it('a client that sends endless headers is refused', async () => {
    const { socket, got } = await client(await serverWith(ORDINARY), `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`)
    await once(socket, 'close')
    expect(got()).toContain('431')
  })

  it('a client that begins no TLS handshake is cut off', async () => {
    const place = { host: '127.0.0.1', port: 0 }
    const server = await listen([place], { cert: '', key: '' }, ORDINARY, () => {})
    onTestFinished(() => server.close())
    const { socket } = await client(server, '')
    await once(socket, 'close')
  })

  it('a client that asks again and again before it has an answer gets none', async () => {
    let asked = 0
    const server = await serverWith(async () => {
      asked += 1
      return textResponse(200, MUCH)
    })
    const { socket } = await client(server, GET.repeat(100))
    await once(socket, 'close')
    expect(asked).toBe(1)
  })

  it('a hundred slow clients keep nobody out', async () => {
    const server = await serverWith(ORDINARY)
    await Promise.all(Array.from({ length: 100 }, () => client(server, 'GET / HTTP/1.1\r\nHost: bo')))
    const { got } = await client(server, GET)
    await vi.waitFor(() => expect(got()).toContain('a page'), { timeout: 20_000 })
  })

  it('a client that does not read what a stream sends is given up', async () => {
    let isGivenUp = false
    const server = await serverWith(async () => ({
      open: async (send) => {
        const timer = setInterval(() => {
          isGivenUp ||= !send({ data: MUCH })
        }, 10)
        return () => clearInterval(timer)
      },
    }))
    const { socket } = await client(server, GET)
    socket.pause()
    await vi.waitFor(() => expect(isGivenUp).toBe(true), { timeout: 60_000 })
  })

  it('a stream too many is refused, and there is room again once one ends', async () => {
    const server = await serverWith(async () => ({ open: async () => () => {} }))
    const streams = await Promise.all(Array.from({ length: 256 }, () => client(server, GET)))
    await vi.waitFor(() => expect(streams.every(({ got }) => got().includes('200 OK'))).toBe(true), { timeout: 60_000 })
    const late = await client(server, GET)
    await vi.waitFor(() => expect(late.got()).toContain('503'), { timeout: 20_000 })
    streams[0]?.socket.destroy()
    await vi.waitFor(
      async () => {
        const next = await client(server, GET)
        await vi.waitFor(() => expect(next.got()).toContain('HTTP/1.1'), { timeout: 5_000 })
        expect(next.got()).toContain('200 OK')
      },
      { timeout: 60_000 },
    )
  })
})
