import type { Command } from 'commander'
import type { CommandHelp } from '../command.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import { wrapText } from '../view/wrap.ts'
import type { Host } from '../world.ts'
import { type ExampleIds, withIds } from './example-ids.ts'
import { docsPage } from './io/docs-page.ts'
import { idsOfManual } from './io/manual-ids.ts'

const TITLES = { en: { examples: 'Examples:', read: 'Read:' }, ja: { examples: '例:', read: '詳しい説明:' } }

/** What the end of help is written with. */
interface Ending {
  readonly host: Host
  readonly language: Language
  readonly ids: ExampleIds
}

/** Ends the help of a command and its subcommands with examples, and the page to read. */
export async function endHelp(command: Command, help: CommandHelp, host: Host, language: Language): Promise<void> {
  const ending = { host, language, ids: await idsOfManual(host, { input: true, lang: language }, JSON.stringify(help)) }
  command.addHelpText('after', () => endOf(command, help, ending))
  for (const sub of command.commands) {
    const own = help.subcommands?.[sub.name()]
    if (own !== undefined) sub.addHelpText('after', () => endOf(sub, { page: help.page, ...own }, ending))
  }
}

function endOf(command: Command, { page, examples }: CommandHelp, { host, language, ids }: Ending): string {
  const me = quoteArgv(host.invocation())
  const columns = command.configureOutput().getOutHelpWidth?.() ?? 80
  const lines = examples.flatMap(([line, en, ja]) => [
    `  ${me} ${withIds(line, ids)}`,
    ...wrapText(language === 'ja' ? ja : en, columns - 6).map((text) => `      ${text}`),
  ])
  const { examples: title, read } = TITLES[language]
  return ['', title, ...lines, '', `${read} ${docsPage(host.root, page, language)}`].join('\n')
}
