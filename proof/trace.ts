import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ran, RunOptions, Workspace } from './workspace.ts'

/** One system call as strace saw it; `text` is what follows the name: arguments, paths of descriptors, result. */
export interface Call {
  /** Whether the first thread made it: the one that Node runs JavaScript in. */
  readonly main: boolean
  readonly name: string
  readonly text: string
  /** What it gave back; null where the process was killed in it. */
  readonly result: number | null
  /** Whether strace made it fail, or killed the process there. */
  readonly injected: boolean
}

export interface Traced extends Ran {
  readonly calls: readonly Call[]
}

let traces = 0

/** Runs the program under strace with the given expressions (`trace=…`, `inject=…`), on the given paths alone if any. */
export async function traced(
  workspace: Workspace,
  { expressions, paths = [], ...options }: RunOptions & { expressions: readonly string[]; paths?: readonly string[] },
  ...args: readonly string[]
): Promise<Traced> {
  traces += 1
  const output = join(workspace.directory, `trace-${traces}`)
  const on = paths.flatMap((path) => ['-P', path])
  const what = expressions.flatMap((expression) => ['-e', expression])
  // A limit is one for the program, not for what strace writes of it.
  const under = ['strace', '-f', '-y', '-s', '4096', '-o', output, ...on, ...what, ...(options.under ?? [])]
  const ran = await workspace.haltWith({ ...options, under }, ...args)
  return { ...ran, calls: callsOf(readFileSync(output, 'utf8')) }
}

/** Calls in the order in which they ended; one that another thread interrupted is put together again. */
export function callsOf(trace: string): Call[] {
  const begun = new Map<string, string>()
  const main = trace.slice(0, trace.indexOf(' '))
  return trace.split('\n').flatMap((line) => {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1]
    if (unfinished !== undefined) {
      begun.set(thread, unfinished)
      return []
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1]
    const whole = resumed === undefined ? rest : `${begun.get(thread) ?? ''}${resumed}`
    const call = /^(\w+)\((.*)\) += (-?\d+|\?)(.*)$/.exec(whole)
    if (call === null) return []
    const [, name = '', text = '', result = '', more = ''] = call
    return [
      {
        main: thread === main,
        name,
        text: `${text}${more}`,
        result: result === '?' ? null : Number(result),
        injected: more.includes('(INJECTED)'),
      },
    ]
  })
}
