import { ACT_TOOLS } from './act-tools.ts'
import { READ_TOOLS } from './read-tools.ts'
import type { Tool } from './tool.ts'

const TOOLS: readonly Tool[] = [...READ_TOOLS, ...ACT_TOOLS]

/** The tools of a server that may write, or only read. */
export function toolsFor(mayWrite: boolean): readonly Tool[] {
  return TOOLS.filter(({ isForWriting }) => mayWrite || !isForWriting)
}
