import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { factsOf } from '../../domain/incident/facts.ts'
import { publicMeasuresUnderWay } from '../../domain/incident/measures.ts'
import { EXIT_CODES, fail, INVOCATION, ProblemError } from '../../domain/problem.ts'
import { AUDIENCES, factsWithoutPublicWords } from '../../domain/report/audience.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import { type ChosenIncident, chooseIncidentToRead, rereadFromStart } from '../../incident/choose.ts'
import { printDamageBanner } from '../../incident/damage-warnings.ts'
import { typedName } from '../../incident/labels.ts'
import { warnAboutUnknownWriters } from '../../incident/new-writers.ts'
import { printPieces } from '../../platform/pieces.ts'
import { saveFile, withoutDash } from '../../platform/save.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { inertLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { logGaps, makeAuthorityDraft, makeReport, REPORT_FORMATS, type ReportOptions } from '../make-report.ts'
import { reportLabels } from '../words.ts'

interface Options extends ReportOptions {
  /** Draft the report for this authority instead of the post-incident report. */
  readonly draft?: string
  /** The report to the authority to draft; each that its form differs for, if missing. */
  readonly stage?: string
  /** Of the draft: each field with the events that it comes from, as JSON. */
  readonly sources?: boolean
  readonly partial?: boolean
  readonly fill?: boolean
  readonly overwrite?: boolean
}

export const help: CommandHelp = {
  page: 'report.md',
  examples: [
    ['report', 'read the report', '報告書を読む'],
    ['report --format pdf --output report.pdf', 'to file or to send', 'PDFで書き出す'],
    [
      'report --audience customer --format html --output report.html',
      'for customers, as a page',
      '顧客向けの報告書をHTMLで書き出す',
    ],
    ['report --fill', 'answer what is missing first', '先に、足りない項目に答える'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .addOption(
      new Option(
        '--format <format>',
        say(
          'form of the report; timeline: drawn with characters; brief: short, to write from (default: markdown)',
          '報告書の形式。timelineは文字で描く時系列、briefは起案用の短い要約（既定値: markdown）',
        ),
      ).choices([...REPORT_FORMATS]),
    )
    .addOption(
      new Option(
        '--language <lang>',
        say("language of the report (default: the operator's)", '報告書の言語（既定値: 操作する人の言語）'),
      ).choices([...LANGUAGES]),
    )
    .addOption(
      new Option(
        '--audience <audience>',
        say('whom it is for (default: internal)', '報告書を読む人（既定値: internal）'),
      ).choices([...AUDIENCES]),
    )
    .addOption(
      new Option(
        '--annex',
        say('with the annex: everything that the body rests on (default)', '本文の根拠を載せた付録を付ける（既定値）'),
      ).conflicts('draft'),
    )
    .addOption(
      new Option(
        '--no-annex',
        say('the body alone, a few pages to read', '付録を付けず、読むための本文だけにする'),
      ).conflicts('draft'),
    )
    .option(
      '--draft <authority>',
      say('a draft of the report that an authority wants, instead', '代わりに、当局への報告書の下書きを作る'),
    )
    .option('--stage <stage>', say('of the draft: which of the reports', '下書きする報告の段階'))
    .option(
      '--sources',
      say(
        'of the draft, as JSON: each field with the events that it comes from',
        '下書きの各項目を、根拠の記録名とともにJSONで出力する',
      ),
    )
    .addOption(
      new Option(
        '--template <file>',
        say("a template for this run, instead of the team's", '今回だけ使うテンプレートのファイル'),
      ).conflicts(['builtIn', 'draft']),
    )
    .addOption(
      new Option(
        '--built-in',
        say('the built-in form, without a template', 'テンプレートを使わず、標準の形式で作る'),
      ).conflicts('draft'),
    )
    .option(
      '--partial',
      say(
        'although the log is damaged: what can be read of it, marked as such',
        'ログが破損していても、読める部分だけで作る（不完全と明記する）',
      ),
    )
    .option(
      '--fill',
      say('ask for what is missing first, and record the answers', '足りない項目を先に尋ね、答えを記録する'),
    )
    .option('--output <file>', say('write it to a file', 'ファイルに書き出す'))
    .option('--overwrite', say('although the file exists', 'ファイルがあっても上書きする'))
    .action((options: Options) => start((world) => writeReport(world, withoutDash(options))))
}

async function writeReport(world: World, options: Options): Promise<number> {
  const chosen = await withReadingSpinner(world, () => rereadFromStart(chooseIncidentToRead(world)))
  const { journal } = chosen
  const gap = logGaps(journal)[0]
  if (!options.partial) {
    journal.mustBeComplete()
    if (gap !== undefined) throw new ProblemError(gap)
  }
  const code = Math.max(printDamageBanner(world, journal), gap === undefined ? 0 : EXIT_CODES[gap.code])
  await vouchForWriters(world, journal)
  // Customers and authorities are not told in the report: whoever makes it is.
  warnAboutUnknownWriters(world, journal)
  if (options.fill) await (await import('../fill-report.ts')).fillReport(world, chosen)
  if (options.format === 'pdf' && options.output === undefined && world.terminal.isOutputTerminal)
    fail('pdf-to-terminal', {})
  if (options.output === undefined && options.format !== 'pdf') await world.usePager()
  const { draft } = options
  const report = await (draft === undefined
    ? makeReport(world, chosen, options)
    : makeAuthorityDraft(world, chosen, draft, options))
  if (options.audience === 'customer' && draft === undefined) {
    sayOmittedFacts(world, chosen)
    await sayMeasuresUnderWay(world, chosen)
  }
  if (options.output === undefined) {
    if (Buffer.isBuffer(report)) world.output.write(report)
    else await printPieces(options.format === 'timeline' ? world.raw.print : world.print, report, world.output)
  } else {
    saveFile(options.output, report, options.overwrite ?? false)
    world.inform(world.text.said.written(options.output))
  }
  return code
}

/** Lists the known facts that the customer report omits because they have no public words. */
function sayOmittedFacts({ say, text }: World, { journal: { incident } }: ChosenIncident): void {
  const facts = factsWithoutPublicWords(factsOf(incident), incident.runbook)
  const names = facts.map((id) => typedName(id, incident.runbook.facts, text))
  if (facts.length > 0) say(text.said.notPublic(facts.map(inertLine), names.map(inertLine), INVOCATION))
}

/** Warns of measures that customers may read as carried out although follow-ups are open. */
async function sayMeasuresUnderWay({ say, text }: World, { journal: { incident } }: ChosenIncident): Promise<void> {
  const measures = publicMeasuresUnderWay(incident, LANGUAGES).map(
    (id) => incident.runbook.facts[id]?.[text.language] ?? id,
  )
  if (measures.length > 0)
    say((await reportLabels(text.language, 'internal')).measuresUnderWay(measures.map(inertLine)))
}
