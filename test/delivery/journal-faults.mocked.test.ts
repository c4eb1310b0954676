import { afterEach, describe, expect, it, vi } from 'vitest'
import { transportFor } from '../../src/delivery/transports.ts'
import { folder } from '../store/bench.ts'
import { MailServer } from './mail-server.ts'
import { contextIn, fakeTiming, NOTICE, noProgress } from './transport-context.ts'

const faults = vi.hoisted(() => ({ calls: [] as string[], write: null as null | (() => void) }))

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    writeSync(fd: number, bytes: Uint8Array, at?: number, length?: number) {
      const text = Buffer.from(bytes).toString('utf8')
      if (text.includes('"state"')) {
        faults.write?.()
        faults.calls.push(`write ${/"state":"(\w+)"/.exec(text)?.[1]}`)
      }
      return real.writeSync(fd, bytes, at, length)
    },
    fsyncSync(fd: number) {
      faults.calls.push('fsync')
      real.fsyncSync(fd)
    },
  }
})

afterEach(() => {
  faults.calls = []
  faults.write = null
})

const noSpace = () => {
  throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
}

async function send(server: MailServer) {
  const transport = await transportFor(
    {
      via: 'smtp',
      url: `smtp://127.0.0.1:${server.port}`,
      from: 'n@example.com',
      to: ['a@example.com', 'b@example.com'],
    },
    contextIn(folder()),
    fakeTiming(),
  )
  return transport?.send(NOTICE, noProgress)
}

describe('the mail journal', () => {
  it('is synced before each recipient is tried, and again before the next one', async () => {
    const server = await new MailServer(
      {},
      {
        refuse: () => {
          faults.calls.push('heard')
          return undefined
        },
      },
    ).listen()
    faults.calls = []
    await send(server)
    const from = faults.calls.indexOf('write trying')
    const one = ['write trying', 'fsync', 'heard', 'write accepted', 'fsync']
    expect(faults.calls.slice(from)).toEqual([...one, ...one])
  })

  it('prevents the delivery if it cannot be written', async () => {
    const server = await new MailServer().listen()
    faults.write = noSpace
    expect(await send(server)).toMatchObject({ outcome: 'failed', why: 'not-written', detail: 'ENOSPC', accepted: 0 })
    expect(server.heard).toEqual([])
  })

  it('makes an outcome unknown and ends the delivery if the outcome cannot be written', async () => {
    const server = await new MailServer(
      {},
      {
        refuse: () => {
          faults.write = noSpace
          return undefined
        },
      },
    ).listen()
    expect(await send(server)).toMatchObject({ outcome: 'failed', why: 'not-written', accepted: 0, unknown: 1 })
    expect(server.heard).toEqual(['a@example.com'])
  })
})
