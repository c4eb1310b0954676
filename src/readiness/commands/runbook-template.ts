import { join } from 'node:path'
import { type Command, Option } from 'commander'
import type { CommandContext } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { formOf } from '../../domain/runbook/channel-forms.ts'
import { LANGUAGES, type Language } from '../../domain/runbook/runbook.ts'
import { TEMPLATE_FILES } from '../../notice/template-names.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { runbookInForce } from '../../runbook/io/config.ts'
import type { World } from '../../world.ts'
import { readinessText } from '../words.ts'

interface TemplateFlags {
  readonly language?: Language
}

export function defineTemplate(command: Command, { start, say }: Pick<CommandContext, 'start' | 'say'>): void {
  command
    .command('template')
    .description(
      say(
        'print a notice template, to start your own from; without a name, list them',
        '告知のテンプレートを、書き換えて使えるように表示する。名前を省略すると、一覧を表示する',
      ),
    )
    .argument('[template]', say('its name, or a channel', 'テンプレート名、または告知手段'))
    .addOption(
      new Option(
        '--language <lang>',
        say(
          "its language (default: the manual's only one, else yours)",
          '言語。省略すると、手順書が1つの言語ならその言語、両方の言語なら操作する人の言語',
        ),
      ).choices([...LANGUAGES]),
    )
    .action((name: string | undefined, flags: TemplateFlags) => start((world) => printTemplates(world, name, flags)))
}

interface ShownTemplate {
  readonly name: string
  /** What it is for. */
  readonly use: string
  readonly path: string
  /** Whether it is the workspace's. */
  readonly own: boolean
  readonly text: string
}

async function printTemplates(world: World, given: string | undefined, flags: TemplateFlags): Promise<number> {
  const { root, workspace, env, text } = world
  const { runbook } = await runbookInForce(root, workspace.directory, text.language)
  const language = flags.language ?? runbook.language ?? text.language
  const { loadTemplates } = await import('../../notice/io/template-files.ts')
  const { channels } = runbook
  const ids = Object.keys(channels)
  // An empty file is what the shell has just made for the output.
  const written = Object.entries(loadTemplates(root, workspace.directory, ids, env)).filter(
    ([, { source }]) => source !== '',
  )
  const templates = { ...loadTemplates(root, root, [], env), ...Object.fromEntries(written) }
  const { template: words } = await readinessText(text.language)
  const ownFolder = shownPath(join(workspace.directory, 'runbooks'))
  const named = (name: string, use: string): ShownTemplate[] => {
    const found = templates[`${language}/${name}`]
    if (found === undefined) return []
    const own = found.file.startsWith(ownFolder)
    return [{ name, use, path: found.file, own, text: found.source }]
  }
  const shared = TEMPLATE_FILES.flatMap((name) => named(name, words.uses[name]))
  const ofChannels = Object.entries(channels).flatMap(([id, title]) => named(id, words.ofChannel(title[text.language])))
  const all = [...shared, ...ofChannels]
  if (given === undefined) printList(world, language, all)
  else {
    const names = [given, ...(Object.hasOwn(channels, given) ? [`form-${formOf(runbook, given)}`] : [])]
    const found = names.flatMap((name) => all.filter((one) => one.name === name))[0]
    if (found === undefined) {
      const allowed = [...new Set([...all.map(({ name }) => name), ...Object.keys(channels)])]
      return fail('unknown-template', { given, allowed })
    }
    if (world.options.json) printDocument(world, language, [found])
    else world.print(found.text)
  }
  return 0
}

function printList(world: World, language: Language, templates: readonly ShownTemplate[]): void {
  if (world.options.json) {
    printDocument(world, language, templates)
    return
  }
  const width = Math.max(...templates.map(({ name }) => name.length))
  for (const { name, use, path, own } of templates)
    world.print(`${name.padEnd(width)}  ${use}${own ? `  (${path})` : ''}`)
}

function printDocument(world: World, language: Language, templates: readonly ShownTemplate[]): void {
  world.print(JSON.stringify({ schemaVersion: 1, language, templates }))
}
