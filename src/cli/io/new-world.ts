import { userInfo } from 'node:os'
import type { Guest } from '../../domain/log/event.ts'
import { fail } from '../../domain/problem.ts'
import type { Language } from '../../domain/runbook/runbook.ts'
import { loadText, type Text } from '../../i18n/text.ts'
import { readingWrittenTimes } from '../../incident/written-times.ts'
import { clockOf } from '../../platform/clock.ts'
import { buildIdOf } from '../../store/cache-files.ts'
import { chooseLanguage, isLanguage } from '../../store/chosen-language.ts'
import { checkedOnFirstUse } from '../../store/trust.ts'
import { findWorkspace, openWorkspace, type Workspace, withoutIncidents } from '../../store/workspace.ts'
import { inertText } from '../../view/inert.ts'
import { withCommands } from '../../view/resume-command.ts'
import { quoteArgv } from '../../view/shell-quote.ts'
import type { GlobalOptions, Host, World } from '../../world.ts'

/** Creates the world of a command. With `isCacheReadOnly`, reading logs does not update the workspace's cache. */
export async function newWorld(host: Host, options: GlobalOptions, isCacheReadOnly = false): Promise<World> {
  const { root, argv, env, now, output, terminals } = host
  const [isInputTerminal, isOutputTerminal, isErrorTerminal] = terminals
  const { directory, origin } = findWorkspace(options.dir, env, process.cwd)
  // Looked up when first needed, since that takes longer than most of what a reading command does.
  let operatorName: string | null = null
  const operator = () => (operatorName ??= host.guest?.name ?? operatorNameOf(options, env))
  const isNonInteractive = !options.input || (env.CI !== undefined && env.CI !== '' && env.CI !== 'false')
  const text = await textOf(host, options)
  const workspace = openWorkspace(directory, env, operator, () => buildIdOf(root), isCacheReadOnly, guestOf(host))
  const raw = rawOutput(host)
  const invocation = quoteArgv(host.invocation())
  const hasColor = colorOf(options.color, env, isOutputTerminal)
  let isPaged = false
  return {
    invocation,
    argv,
    root,
    options,
    env,
    get operator() {
      return operator()
    },
    text,
    terminal: {
      isInteractive: !isNonInteractive && isOutputTerminal && isInputTerminal && isErrorTerminal,
      isOutputTerminal,
      get columns() {
        return (isOutputTerminal && output.stream.columns) || 80
      },
      get rows() {
        return (isOutputTerminal && output.stream.rows) || 24
      },
      hasColor,
      hasHyperlinks: async () =>
        isOutputTerminal && hasColor && !options.plain && !isPaged && (await host.showsHyperlinks()),
    },
    workspace: visibleTo(host, checkedOnFirstUse(workspace, origin, env)),
    clock: (zone, read = now) => readingWrittenTimes(clockOf(zone, read)),
    now,
    sleep: host.sleep,
    output,
    errorOutput: host.errorOutput,
    input: {
      // Opened only when it is read. Without a word, a person and the program would wait for each other.
      async *[Symbol.asyncIterator]() {
        if (isInputTerminal) raw.say(text.said.readsInput)
        yield* host.input
      },
    },
    eachSecond: (tick, times) => host.eachSecond(tick, times),
    inBackground: (args) => host.inBackground(args),
    prompter: (read, mark) => host.prompter(read, mark, options.plain ?? host.env.TERM === 'dumb'),
    async usePager() {
      const isLookedAt = terminals.every((isTerminal) => isTerminal)
      isPaged = isLookedAt && options.pager !== false && !options.plain && !options.json
      const missing = isPaged ? await host.usePager() : null
      if (missing !== null) raw.say(inertText(text.said.noPager(missing)))
    },
    print: (text) => raw.print(inertText(text)),
    say: (line) => raw.say(inertText(withCommands(line, invocation, options))),
    inform(this: World, line) {
      if (!this.options.quiet) this.say(line)
    },
    raw,
  }
}

/** Says that HALT_LANG names no language, which then comes from elsewhere. */
export function warnOfUnknownLanguage({ env: { HALT_LANG }, options, text, say }: World): void {
  if (options.lang === undefined && HALT_LANG && !isLanguage(HALT_LANG)) say(text.said.unknownLanguage(HALT_LANG))
}

function visibleTo({ guest }: Host, workspace: Workspace): Workspace {
  return guest?.hidden === undefined ? workspace : withoutIncidents(workspace, guest.hidden)
}

function guestOf({ guest }: Host): Guest | null {
  if (guest === undefined) return null
  const { name: _, hidden: __, ...how } = guest
  return how
}

function rawOutput({ output, errorOutput, terminals }: Host): World['raw'] {
  return {
    print: (text) => output.write(text.endsWith('\n') ? text : `${text}\n`),
    say: (line) => errorOutput.write(`${line}\n`),
    ring() {
      if (terminals[1]) output.write('\u0007')
    },
  }
}

/** Who acts: `--as`, else HALT_OPERATOR unless that is empty, else the login name. Throws `missing-answer` for a blank one. */
function operatorNameOf({ as }: GlobalOptions, env: NodeJS.ProcessEnv): string {
  const name = as ?? (env.HALT_OPERATOR || loginName(env))
  return name.trim() === '' ? fail('missing-answer', { what: as === undefined ? 'HALT_OPERATOR' : '--as' }) : name
}

function loginName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    return env.USER || env.LOGNAME || 'unknown'
  }
}

/**
 * Whether to use colour: `--color` overrides NO_COLOR (no-color.org), which overrides FORCE_COLOR (in Node, FORCE_COLOR comes
 * first), and these CLICOLOR_FORCE and CLICOLOR (bixense.com/clicolors).
 */
function colorOf(option: GlobalOptions['color'], env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (option === 'always' || option === 'never') return option === 'always'
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return true
  return isTerminal && env.CLICOLOR !== '0' && env.TERM !== 'dumb'
}

/** The texts in the operator's language, as set by the options, the environment or the workspace. */
export function textOf(host: Host, options: GlobalOptions): Promise<Text> {
  return loadText(operatorLanguage(host, options))
}

/** The language that the options set, or else the environment or the settings of the workspace. */
export function operatorLanguage({ env }: Host, options: GlobalOptions): Language {
  return chooseLanguage(options.lang, env, directoryOf(options, env)).language
}

/** The workspace folder; empty if it cannot be found, so that no settings choose the language. */
function directoryOf({ dir }: GlobalOptions, env: NodeJS.ProcessEnv): string {
  try {
    return findWorkspace(dir, env, process.cwd).directory
  } catch {
    return ''
  }
}
