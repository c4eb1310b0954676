import { type Command, Option } from 'commander'
import { examineAll } from '../app/evidence/examining.ts'
import { type Chosen, chooseAny } from '../app/incident/incidents.ts'
import type { Run } from '../command.ts'
import { reportOf } from '../domain/report/report.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { whileReading } from '../edges/busy.ts'
import { saveFile } from '../edges/saving.ts'
import { reportJson } from '../render/report/json.ts'
import { reportMarkdown } from '../render/report/markdown.ts'
import { textIn } from '../text/load.ts'
import { reportLabels } from '../text/report.ts'
import type { World } from '../world.ts'

interface Options {
  readonly format?: 'markdown' | 'json'
  readonly language?: Language
  readonly output?: string
  readonly overwrite?: boolean
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .addOption(new Option('--format <format>', 'form of the report (default: markdown)').choices(['markdown', 'json']))
    .addOption(
      new Option('--language <lang>', "language of the report (default: the operator's)").choices([...LANGUAGES]),
    )
    .option('--output <file>', 'write it to a file')
    .option('--overwrite', 'although the file exists')
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  const chosen = await whileReading(world, () => chooseAny(world))
  chosen.journal.mustBeWhole()
  const report = await make(world, chosen, options)
  if (options.output === undefined) world.print(report)
  else {
    saveFile(options.output, report, options.overwrite ?? false)
    world.say(world.text.said.written(options.output))
  }
  return 0
}

async function make(world: World, { journal, clock }: Chosen, { format, language }: Options): Promise<string> {
  const { incident } = journal
  const report = { ...reportOf(incident, [...journal.events()], clock.now()), evidence: examineAll(journal) }
  if (format === 'json' || (format === undefined && world.options.json)) return reportJson(report, clock.stamp)
  const spoken = language ?? world.text.language
  const [text, labels] = await Promise.all([textIn(spoken), reportLabels(spoken)])
  return reportMarkdown(report, { runbook: incident.runbook, text, labels, now: clock.now(), stamp: clock.stamp })
}
