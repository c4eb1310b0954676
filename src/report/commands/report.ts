import { type Command, Option } from 'commander'
import type { Run } from '../../command.ts'
import { factsOf } from '../../domain/incident/facts.ts'
import { EXIT, Failed, fail } from '../../domain/outcome.ts'
import { AUDIENCES, withoutPublicWords } from '../../domain/report/audience.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import { afresh, bannerOf, type Chosen, chooseAny } from '../../incident/choose.ts'
import { shortfalls } from '../../incident/log-gaps.ts'
import { pour } from '../../platform/pour.ts'
import { saveFile } from '../../platform/save.ts'
import { whileReading } from '../../store/busy.ts'
import { inert } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { FORMATS, makeDraft, makeReport, type Wanted } from '../reports.ts'

interface Options extends Wanted {
  /** The authority that a draft is for, instead of the report. */
  readonly draft?: string
  readonly partial?: boolean
  readonly fill?: boolean
  readonly overwrite?: boolean
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .addOption(
      new Option(
        '--format <format>',
        'form of the report; timeline: drawn with characters (default: markdown)',
      ).choices([...FORMATS]),
    )
    .addOption(
      new Option('--language <lang>', "language of the report (default: the operator's)").choices([...LANGUAGES]),
    )
    .addOption(new Option('--audience <audience>', 'whom it is for (default: internal)').choices([...AUDIENCES]))
    .option('--draft <authority>', 'a draft of the report that an authority wants, instead')
    .addOption(
      new Option('--template <file>', "a template for this run, instead of the team's").conflicts(['builtIn', 'draft']),
    )
    .addOption(new Option('--built-in', 'the built-in form, without a template').conflicts('draft'))
    .option('--partial', 'although the log is damaged: what can be read of it, marked as such')
    .option('--fill', 'ask for what is missing first, and record the answers')
    .option('--output <file>', 'write it to a file')
    .option('--overwrite', 'although the file exists')
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  const chosen = await whileReading(world, () => afresh(chooseAny(world)))
  const { journal } = chosen
  const lacking = shortfalls(journal)[0]
  if (!options.partial) {
    journal.mustBeWhole()
    if (lacking !== undefined) throw new Failed(lacking)
  }
  const code = Math.max(bannerOf(world, journal), lacking === undefined ? 0 : EXIT[lacking.code])
  if (options.fill) await (await import('../fill-gaps.ts')).fillReport(world, chosen)
  if (options.format === 'pdf' && options.output === undefined && world.terminal.output) fail('pdf-to-terminal', {})
  const { draft } = options
  const report = await (draft === undefined
    ? makeReport(world, chosen, options)
    : makeDraft(world, chosen, draft, options))
  if (options.audience === 'customer' && draft === undefined) sayLeftOut(world, chosen)
  if (options.output === undefined) {
    if (Buffer.isBuffer(report)) world.output.write(report)
    else await pour(options.format === 'timeline' ? world.raw.print : world.print, report, world.output)
  } else {
    saveFile(options.output, report, options.overwrite ?? false)
    world.say(world.text.said.written(options.output))
  }
  return code
}

/** What customers are told nothing of, though it is known. */
function sayLeftOut({ say, text, me }: World, { journal: { incident } }: Chosen): void {
  const facts = withoutPublicWords(factsOf(incident), incident.runbook)
  if (facts.length > 0) say(text.said.notPublic(facts.map(inert), me))
}
