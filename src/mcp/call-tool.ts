import type { CallToolResult } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { ProblemError } from '../domain/problem.ts'
import { namedWriters } from '../incident/new-writers.ts'
import { inertLine, inertLines, inertText, shortLine } from '../view/inert.ts'
import { shortened } from './shorten.ts'
import type { Tool, ToolResult } from './tool.ts'
import { Refusal, refusalFor, type Serving, Turn } from './turn.ts'
import type { McpWords } from './words.en.ts'
import { mcpWords } from './words.ts'

/** The most bytes of a document that is passed on, in JSON. */
const MAX_BYTES = 256 * 1024
/** The most lines of what the program says besides, and columns of one. */
const MAX_SAID = 40
const LONGEST_SAID = 2000

/**
 * Calls a tool with what an assistant gives, and returns what comes of it: a document, with a text that says which of it people
 * wrote; or, marked as an error, why nothing came of it. `onDefect` gets what fails though it should not.
 */
export async function callTool(
  serving: Serving,
  tool: Tool,
  given: unknown,
  onDefect: (error: unknown) => void,
): Promise<CallToolResult> {
  const words = await mcpWords(serving.world.text.language)
  const input = tool.input.safeParse(given ?? {})
  if (!input.success) return failed(inertLines(z.prettifyError(input.error)))
  let hidden = 0
  try {
    const turn = await Turn.begin(serving, input.data.incident)
    hidden = turn.hidden.size
    return resultOf(await tool.call(turn, input.data), turn, words)
  } catch (error) {
    const refusal = error instanceof ProblemError ? await refusalFor(serving.world, error.problem) : error
    if (!(refusal instanceof Refusal)) onDefect(refusal)
    const lines = refusal instanceof Refusal ? refusal.lines : [inertLine(String(refusal))]
    return failed(hidden === 0 ? lines : [...lines, words.notShown(hidden)])
  }
}

function failed(lines: readonly string[]): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: lines.join('\n') }] }
}

function resultOf(
  { document, text, quotes, strangers = [], notes = [] }: ToolResult,
  turn: Turn,
  words: McpWords,
): CallToolResult {
  const short = shortened(document, MAX_BYTES, new Set(strangers.map(({ writer }) => writer)))
  if (short === null) return failed([words.tooLong(Buffer.byteLength(JSON.stringify(document)), MAX_BYTES)])
  const { named, more } = namedWriters(strangers)
  const names = named.map(({ writer, by }) => `${inertLine(writer)} (${shortLine(by)})`)
  const said = turn.said.slice(0, MAX_SAID).map((line) => shortLine(line, LONGEST_SAID))
  const head = [
    ...notes,
    words.quoted(quotes),
    ...(short.what.length === 0 ? [] : [words.shortened(short.what.map((path) => shortLine(path)))]),
    ...(names.length === 0 ? [] : [words.strangers(names, more)]),
    ...(said.length === 0 ? [] : [words.said, ...said]),
  ]
  return {
    content: [
      { type: 'text', text: head.join('\n') },
      // What could act on a terminal is escaped; as JSON it stays the same.
      { type: 'text', text: inertText(text ?? JSON.stringify(short.document)) },
    ],
    structuredContent: short.document as Record<string, unknown>,
  }
}
