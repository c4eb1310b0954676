import { randomBytes } from 'node:crypto'
import { lstatSync, renameSync, rmSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { Run } from '../command.ts'
import { fail } from '../domain/outcome.ts'
import { AUDIENCES, type Audience, reportFor } from '../domain/report/audience.ts'
import { reportOf } from '../domain/report/report.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { whileReading } from '../edges/busy.ts'
import { PRIVATE, writeNewFile } from '../edges/durable.ts'
import { errnoName } from '../edges/errno.ts'
import { examineAll } from '../examining.ts'
import { type Chosen, chooseAny } from '../incidents.ts'
import { reportDocument } from '../render/report/document.ts'
import { reportJson } from '../render/report/json.ts'
import { reportMarkdown } from '../render/report/markdown.ts'
import { textIn } from '../text/load.ts'
import { reportLabels } from '../text/report.ts'
import type { World } from '../world.ts'

const FORMATS = ['markdown', 'json', 'html', 'svg', 'pdf'] as const
type Format = (typeof FORMATS)[number]

interface Options {
  readonly format?: Format
  readonly language?: Language
  readonly audience?: Audience
  readonly fill?: boolean
  readonly output?: string
  readonly overwrite?: boolean
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .addOption(new Option('--format <format>', 'form of the report (default: markdown)').choices([...FORMATS]))
    .addOption(
      new Option('--language <lang>', "language of the report (default: the operator's)").choices([...LANGUAGES]),
    )
    .addOption(new Option('--audience <audience>', 'whom it is for (default: internal)').choices([...AUDIENCES]))
    .option('--fill', 'ask for what is missing first, and record the answers')
    .option('--output <file>', 'write it to a file')
    .option('--overwrite', 'although the file exists')
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  const chosen = await whileReading(world, () => chooseAny(world))
  chosen.journal.mustBeWhole()
  if (options.fill) await (await import('../filling.ts')).fillReport(world, chosen)
  const report = await make(world, chosen, options)
  if (options.output === undefined) {
    if (typeof report === 'string') world.print(report)
    else process.stdout.write(report)
  } else {
    save(options.output, report, options.overwrite ?? false)
    world.say(world.text.said.written(options.output))
  }
  return 0
}

async function make(world: World, chosen: Chosen, options: Options): Promise<string | Buffer> {
  const { format, language, output, audience = 'internal' } = options
  const { journal, clock } = chosen
  const { incident } = journal
  if (format === 'pdf' && output === undefined && world.terminal.output) fail('pdf-to-terminal', {})
  const spoken = language ?? world.text.language
  if (format === 'svg') return (await import('../picturing.ts')).timelineSvg(chosen, { language: spoken, audience })
  const whole = { ...reportOf(incident, [...journal.events()], clock.now()), evidence: examineAll(journal) }
  const report = reportFor(audience, whole, incident.runbook)
  if (format === 'json' || (format === undefined && world.options.json)) return reportJson(report, clock.stamp)
  const [text, labels] = await Promise.all([textIn(spoken), reportLabels(spoken)])
  const document = reportDocument(report, { runbook: incident.runbook, text, labels, audience, stamp: clock.stamp })
  const picturing = await import('../picturing.ts')
  if (format === 'html') return picturing.reportPage(chosen, document, audience)
  if (format === 'pdf') return pdfOf(world, await picturing.reportPage(chosen, document, audience))
  return reportMarkdown(document, await picturing.timelineMermaid(chosen, { language: spoken, audience }))
}

async function pdfOf({ env }: World, page: string): Promise<Buffer> {
  return (await import('../edges/chromium.ts')).printPdf(page, env)
}

/** All of it or nothing: written beside its place, then renamed into it. Takes the place of nothing but a file. */
function save(path: string, content: string | Buffer, overwrite: boolean): void {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there !== undefined && !there.isFile()) fail('output-not-a-file', { path })
  if (there !== undefined && !overwrite) fail('output-exists', { path })
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeNewFile(beside, Buffer.from(content), PRIVATE)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    fail('not-recorded', { path, why: errnoName(error) })
  }
}
