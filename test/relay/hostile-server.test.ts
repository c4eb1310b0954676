import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { relayAddress } from '../../src/relay/io/address.ts'
import { openRelay } from '../../src/relay/io/postgres.ts'

const SETTINGS = { urlEnv: 'HALT_RELAY_URL', ca: null, allowPlain: false, background: true, evidence: false }

/** A message of the protocol (PostgreSQL documentation, 53.7). */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + body.length)
  return Buffer.concat([Buffer.from(type), length, body])
}

const AUTHENTICATED = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))])
const NOTICE = message('N', Buffer.from(`SNOTICE\0C00000\0M${'news '.repeat(10_000)}\0\0`))
/** An error without a field. */
const NO_WORDS = message('E', Buffer.alloc(1))
/** Says that a row has 32,767 columns, and describes none. */
const NO_COLUMNS = message('T', Buffer.from([0x7f, 0xff]))
/** An error that ends before its first field, and one that ends in a field. */
const CUT_OFF = message('E', Buffer.alloc(0))
const CUT_OFF_IN_A_FIELD = message('E', Buffer.from('SERROR\0Mno'))
/** A row whose second value has a length that leads back to the first. */
const BACKWARDS = message('D', Buffer.from([0, 2, 0, 0, 0, 1, 0x61, 0xff, 0xff, 0xff, 0xf7]))
const TOO_SHORT = Buffer.from([0x5a, 0, 0, 0, 3, 0x49])
/** Asks for the password as it is. */
const CLEARTEXT = message('R', Buffer.from([0, 0, 0, 3]))
/** Says that a row has one column, and describes it in the next message; then refuses. */
const COLUMN_BEYOND = Buffer.concat([
  message('T', Buffer.from([0, 1])),
  NOTICE,
  message('E', Buffer.from('SERROR\0C53300\0Mtoo many\0\0')),
])
/** Begins a message of 2 GiB. */
const ENDLESS = Buffer.from([0x45, 0x7f, 0xff, 0xff, 0xff])

const send = (socket: Socket, bytes: Buffer) => void socket.write(bytes)

/** Writes for as long as somebody reads. */
function flood(socket: Socket, bytes: Buffer): void {
  while (!socket.destroyed && socket.write(bytes));
  socket.once('drain', () => flood(socket, bytes))
}

let server: Server | undefined

afterEach(() => new Promise((resolve) => server?.close(resolve)))

/** What is said of a server that answers so to whoever connects, and to the first query. */
async function silenceOf(
  onConnect: (socket: Socket) => void,
  onQuery: (socket: Socket) => void,
  user = 'sato',
): Promise<string> {
  const listening = createServer((socket) => {
    socket.on('error', () => {})
    const answers = [onConnect, onQuery]
    socket.on('data', () => answers.shift()?.(socket))
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as { port: number }
  try {
    await openRelay(relayAddress(SETTINGS, { HALT_RELAY_URL: `postgres://${user}@127.0.0.1:${port}/halt` }))
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'relay-unreachable') return error.problem.params.why
    throw error
  }
  return 'connected'
}

const letIn = (socket: Socket) => send(socket, AUTHENTICATED)

describe('a server that does not follow the protocol', () => {
  it.each([
    ['before it lets anybody in', (socket: Socket) => send(socket, NO_COLUMNS), letIn],
    ['in an answer', letIn, (socket: Socket) => send(socket, NO_COLUMNS)],
    ['with a message that reads on in the next', letIn, (socket: Socket) => send(socket, COLUMN_BEYOND)],
    ['with an error without a word', (socket: Socket) => send(socket, NO_WORDS), letIn],
    ['with an error without an end', letIn, (socket: Socket) => send(socket, CUT_OFF)],
    ['with an error that ends in a field', letIn, (socket: Socket) => send(socket, CUT_OFF_IN_A_FIELD)],
    ['with a notice without an end', (socket: Socket) => send(socket, message('N', Buffer.alloc(0))), letIn],
    ['with a row that leads back', letIn, (socket: Socket) => send(socket, BACKWARDS)],
    ['with a message shorter than its length', letIn, (socket: Socket) => send(socket, TOO_SHORT)],
  ])('is one that cannot be reached: %s', async (_, onConnect, onQuery) => {
    expect(await silenceOf(onConnect, onQuery)).toBe('EPROTO')
  })
})

describe('a server that wants the password in clear text', () => {
  it('does not get it over a connection that is not encrypted', async () => {
    const got: string[] = []
    const asks = (socket: Socket) => {
      socket.on('data', (bytes) => got.push(bytes.toString('latin1')))
      send(socket, CLEARTEXT)
    }
    expect(await silenceOf(asks, letIn, 'sato:s3cret')).toBe('ECLEARTEXT')
    expect(got.join()).not.toContain('s3cret')
  })
})

describe('a message in pieces', () => {
  it('is read when its last byte is there', async () => {
    const inPieces = (socket: Socket) => {
      for (const byte of AUTHENTICATED) send(socket, Buffer.of(byte))
    }
    expect(await silenceOf(inPieces, (socket) => send(socket, NO_WORDS))).toBe('EPROTO')
  })
})

describe('a server that sends without end', () => {
  const chunk = Buffer.concat(Array.from({ length: 10 }, () => NOTICE))

  it.each([
    ['notices before it lets anybody in', (socket: Socket) => flood(socket, chunk), letIn],
    ['notices in an answer', letIn, (socket: Socket) => flood(socket, chunk)],
    [
      'one message',
      letIn,
      (socket: Socket) => {
        send(socket, ENDLESS)
        flood(socket, Buffer.alloc(1024 * 1024))
      },
    ],
  ])('is one that cannot be reached: %s', async (_, onConnect, onQuery) => {
    expect(await silenceOf(onConnect, onQuery)).toBe('EMSGSIZE')
  })
})
