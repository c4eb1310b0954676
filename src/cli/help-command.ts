import { join } from 'node:path'
import type { ParsedCommandLine } from '../command.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { localeOf } from '../i18n/locale.ts'
import { CapturedOutput } from '../platform/captured-output.ts'
import type { Host } from '../world.ts'
import { pagePath } from './manual/manual.ts'
import { isGiven, languageFlag, leadingOptions, newProgram } from './program.ts'
import { isTopic } from './topics/topic.ts'
import { mustBeCommand } from './usage-problems.ts'

/**
 * Answers `help COMMAND` and `help TOPIC`: somebody at a terminal is shown the page of the manual, if it can be shown there;
 * anybody else gets the text of `--help`. `line` is what stands around `help`.
 */
export async function answerHelp(
  host: Host,
  line: readonly string[],
  language: Language,
  parse: (host: Host, argv: readonly string[]) => Promise<ParsedCommandLine>,
): Promise<ParsedCommandLine> {
  const before = leadingOptions(line)
  const words = [...line.slice(before), ...line.slice(0, before)]
  const options = { input: true, ...languageFlag(words) }
  const isRead = host.terminals.every(Boolean) && !isGiven(words, '--no-pager', '--plain')
  const name = line[before]
  if (isTopic(name)) {
    if (isRead && name !== 'topics' && (await showManual(host, language, name))) return { run: null, options }
    const { showTopic } = await import('./topics/show-topic.ts')
    return { run: (world) => showTopic(world, name), options }
  }
  mustBeCommand(name, newProgram(host, { language }))
  const output = new CapturedOutput()
  await parse(Object.create(host, Object.getOwnPropertyDescriptors({ output })) as Host, [...words, '--help'])
  if (isRead && name !== undefined) {
    if (await showManual(host, language, name)) return { run: null, options }
    await host.usePager()
  }
  host.output.write(output.text)
  return { run: null, options }
}

/** Shows the page of a command or topic on the terminal. Resolves to whether it could; if not, nothing was shown. */
async function showManual(host: Host, language: Language, name: string): Promise<boolean> {
  if (language === 'ja' && !localeOf(host.env).isUtf8) return false
  return host.showPage(join(host.root, 'man', pagePath(language, name)))
}
