import { expect } from 'vitest'
import type { Bench, Outcome } from '../bench.ts'

/** What came of a call of a tool, as an assistant's program gets it. */
export interface Called {
  readonly isError?: boolean
  readonly content: readonly { readonly type: string; readonly text: string }[]
  readonly structuredContent?: Record<string, unknown>
}

export type Call = readonly [tool: string, given?: Readonly<Record<string, unknown>>]

interface Message {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

const HELLO = [
  {
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
]

/** Sends messages to `mcp`, after those that begin a session, until standard input ends. Returns what it answers, by id. */
export async function session(
  bench: Bench,
  flags: readonly string[],
  messages: readonly object[],
): Promise<{ readonly answers: ReadonlyMap<number, Message>; readonly outcome: Outcome }> {
  const sent = [...HELLO, ...messages.map((message, i) => ({ jsonrpc: '2.0', id: i + 1, ...message }))]
  const input = sent.map((message) => `${JSON.stringify(message)}\n`).join('')
  const outcome = await bench.haltWith({ input }, 'mcp', ...flags)
  const answered = outcome.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Message)
  return { answers: new Map(answered.map((message) => [message.id ?? -1, message])), outcome }
}

/** Calls tools one after another. */
export async function calls(bench: Bench, flags: readonly string[], ...all: readonly Call[]): Promise<Called[]> {
  const messages = all.map(([name, given]) => ({ method: 'tools/call', params: { name, arguments: given ?? {} } }))
  const { answers, outcome } = await session(bench, flags, messages)
  expect(outcome.code, outcome.err).toBe(0)
  return all.map((_, i) => answers.get(i + 1)?.result as Called)
}

/** Calls one tool. */
export async function call(bench: Bench, flags: readonly string[], ...one: Call): Promise<Called> {
  const [called] = await calls(bench, flags, one)
  return called as Called
}

export interface ListedTool {
  readonly name: string
  readonly description: string
  readonly annotations: Readonly<Record<string, boolean>>
  readonly inputSchema: object
  readonly outputSchema: object
}

export async function toolsOf(bench: Bench, ...flags: readonly string[]): Promise<readonly ListedTool[]> {
  const { answers } = await session(bench, flags, [{ method: 'tools/list' }])
  const result = answers.get(1)?.result as { readonly tools: readonly ListedTool[] } | undefined
  return result?.tools ?? []
}

export const WRITES = ['--write', '--as', 'Mori'] as const

/** The lines that a person is to type. */
export function typedBy(called: Called): readonly string[] {
  return called.structuredContent?.type as readonly string[]
}
