import * as z from 'zod'
import type { Turn, UnknownWriter } from './turn.ts'

/** What a tool says of itself to the assistant's program. All of it is constant: nothing that people wrote stands in it. */
export interface ToolTraits {
  readonly name: string
  readonly title: string
  readonly description: string
  /** Whether it is there only with `--write`. */
  readonly isForWriting: boolean
  readonly annotations: {
    /** Whether it records nothing. */
    readonly readOnlyHint: boolean
    readonly destructiveHint: boolean
    /** Whether calling it again with the same arguments changes nothing more. */
    readonly idempotentHint: boolean
    readonly openWorldHint: boolean
  }
}

/** What comes of a call. */
export interface ToolResult {
  /** As the tool's output schema describes it. */
  readonly document: object
  /** What stands for the document where it is read as text; missing for the document itself. */
  readonly text?: string
  /** The fields in which words of people stand. */
  readonly quotes: string
  readonly strangers?: readonly UnknownWriter[]
  /** What the text says besides. */
  readonly notes?: readonly string[]
}

export interface Tool extends ToolTraits {
  /** What it is about, if it is about one incident, and the rest. */
  readonly input: z.ZodType<{ readonly incident?: string | undefined }>
  readonly output: z.ZodType
  /** Rejects with `Refusal` if the program refuses it. */
  call(turn: Turn, input: unknown): Promise<ToolResult>
}

/** A tool whose input is checked by its schema before it is called. */
export function tool<T extends z.ZodObject>(
  traits: ToolTraits & {
    readonly input: T
    readonly output: z.ZodType
    readonly call: (turn: Turn, input: z.output<T>) => Promise<ToolResult>
  },
): Tool {
  return traits as unknown as Tool
}

export const READS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const
/** Adds to the log, in which nothing is ever overwritten. */
export const ADDS = { readOnlyHint: false, destructiveHint: false, openWorldHint: false } as const

/** The longest text that is taken in a field, in characters; the program itself takes less for most. */
const MAX_TEXT = 64 * 1024
const MAX_NAME = 200

export const word = z.string().min(1).max(MAX_NAME)
export const words = z.string().min(1).max(MAX_TEXT)

export const incident = word
  .optional()
  .describe('The id of the incident, or the beginning of it, or "latest". Without it, the only open incident is meant.')
