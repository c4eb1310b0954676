import { join } from 'node:path'
import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { LANGUAGES, type Language, type Runbook } from '../../domain/runbook/runbook.ts'
import { askQuestions } from '../../i18n/ask.ts'
import { runbookInForce } from '../../runbook/io/config.ts'
import { trustFolder } from '../../store/trust.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import { quoteArg } from '../../view/shell-quote.ts'
import type { World } from '../../world.ts'
import { answersFromFlags, flagsOf, type InitAnswers, type InitFlags, setupFrom } from '../init-answers.ts'
import { askMissing } from '../init-questions.ts'
import { SCHEMAS_FOLDER, updateSchemas } from '../io/file-schemas.ts'
import { isOwnFolder, isTaken, targetFolder, workspaceAbove, writeMissing } from '../io/new-workspace.ts'
import { informFolded, sayFolded, sayNextCommands } from '../next-commands.ts'
import type { InitText } from '../words.en.ts'
import { readinessText } from '../words.ts'
import { contactsYaml, type RunbookParts, settingsYaml, type WorkspaceSetup } from '../workspace-files.ts'

const repeatable = (value: string, before: readonly string[] = []) => [...before, value]

export const help: CommandHelp = {
  page: 'getting-ready.md#2-create-a-workspace',
  examples: [
    ['init /srv/halt', 'create a workspace; in a terminal, it asks', 'ワークスペースを作る（端末では質問に答える）'],
    ['init --no-input', 'in this folder, with everything left for later', '質問に答えず、このフォルダーに作る'],
    ['init /srv/halt --organisation-en "Example Exchange"', 'with answers from a script', '答えをスクリプトから渡す'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[folder]',
      say(
        'where to create it (default: --dir or HALT_DIR, else the working directory)',
        '作る場所。省略すると、--dir か HALT_DIR、それもなければ現在のフォルダー',
      ),
    )
    .option('--organisation-ja <words>', say('organisation name in Japanese notices', '日本語の告知に使う会社名'))
    .option('--organisation-en <words>', say('organisation name in English notices', '英語の告知に使う会社名'))
    .option('--contact-ja <words>', say('customer contact in Japanese notices', '日本語の告知に載せるお問い合わせ先'))
    .option('--contact-en <words>', say('customer contact in English notices', '英語の告知に載せるお問い合わせ先'))
    .option('--timezone <zone>', say('time zone (default: Asia/Tokyo)', 'タイムゾーン（既定値: Asia/Tokyo）'))
    .option(
      '--head <department=name>',
      say('DEPARTMENT=NAME, the head of a department; once for each', '部署=氏名。部署の責任者。部署ごとに1回'),
      repeatable,
    )
    .option(
      '--reach <name=way>',
      say(
        'NAME=WAY, a telephone number, mail address or @name in a chat; once for each person',
        '氏名=連絡方法。電話番号、メールアドレス、チャットの @名前。人ごとに1回',
      ),
      repeatable,
    )
    .option(
      '--id <name=id>',
      say('NAME=ID, a short name to use in commands', '氏名=ID。コマンドで使う短い名前'),
      repeatable,
    )
    .action((folder: string | undefined, flags: InitFlags) => start((world) => run(world, folder, flags)))
}

async function run(world: World, folder: string | undefined, flags: InitFlags): Promise<number> {
  const { dir } = world.options
  if (folder !== undefined && dir !== undefined) fail('usage', { kind: 'conflict', detail: `${folder}, --dir ${dir}` })
  const directory = targetFolder(folder, dir, world.env)
  const { language } = world.text
  const [{ init: text }, { runbook }] = await Promise.all([
    readinessText(language),
    runbookInForce(world.root, directory, language),
  ])
  const answers = answersFromFlags(flags, runbook.departments)
  const missing = FILES.filter((name) => !isTaken(join(directory, name)))
  if (world.terminal.isInteractive && !world.options.json && missing.length > 0) {
    sayFolded(world, text.begin(directory))
    const asksSettings = missing.includes(SETTINGS_FILE)
    const departments = missing.includes(CONTACTS_FILE) ? runbook.departments : {}
    const onAnswer = (question: string, answer: string) => {
      if (!world.options.plain) sayFolded(world, text.answered(question, answer))
    }
    await askQuestions(
      world,
      () => resumeCommand(world, 'init', ...(folder === undefined ? [] : [folder]), ...flagsOf(answers)),
      (ask) => askMissing(answers, { ask, text, language, asksSettings, departments, onAnswer }),
    )
  } else if (missing.includes(CONTACTS_FILE)) mustBeReachable(answers, text)
  const isNew = !isTaken(directory)
  const setup = setupFrom(answers, language)
  const runbookParts = partsOf(runbook, setup)
  const clock = world.clock(setup.timezone)
  const written = writeMissing(directory, {
    [SETTINGS_FILE]: settingsYaml(setup, runbookParts, text),
    [CONTACTS_FILE]: contactsYaml(setup, runbookParts, text, clock.stamp(clock.now()).slice(0, 10)),
  })
  if (isNew || (written.includes(SETTINGS_FILE) && isOwnFolder(directory))) trustFolder(directory, world.env)
  const wrote = updateSchemas(world.root, directory) ? [...written, SCHEMAS_FOLDER] : written
  printOutcome(world, text, { directory, wrote, unset: unsetOf(setup, runbookParts, wrote) }, flags)
  return 0
}

const FILES = [SETTINGS_FILE, CONTACTS_FILE]

function partsOf({ assets, departments, channels, language }: Runbook, setup: WorkspaceSetup): RunbookParts {
  return {
    assets,
    departments: Object.keys(departments),
    channels: Object.entries(channels).map(([id, { audience }]) => ({ id, audience })),
    languages: language === undefined ? noticeLanguages(setup) : [language],
    manualLanguages: language === undefined ? LANGUAGES : [language],
    isOwn: false,
  }
}

/** The languages that the organisation has a name in, as notices need one; Japanese if it has none yet. */
function noticeLanguages({ organisation }: WorkspaceSetup): readonly Language[] {
  const named = LANGUAGES.filter((language) => organisation[language] !== null)
  return named.length === 0 ? ['ja'] : named
}

/** When nothing can be asked, every person named by a flag needs a way to be reached. Throws `missing-answer`. */
function mustBeReachable({ people }: InitAnswers, text: InitText): void {
  const without = people.listed.find(({ ways }) => ways.length === 0)
  if (without !== undefined)
    fail('missing-answer', {
      what: '--reach',
      words: text.wayTo(without.name),
      example: `--reach ${quoteArg(`${without.name}=+81-90-0000-0000`)}`,
    })
}

/** The keys that are not set yet in the files that were written; of words, those that notices need. */
function unsetOf(setup: WorkspaceSetup, parts: RunbookParts, wrote: readonly string[]): string[] {
  const { organisation, contact, heads } = setup
  const words = Object.entries({ organisation, contact }).flatMap(([key, said]) =>
    parts.languages.flatMap((language) => (said[language] === null ? [`${key}.${language}`] : [])),
  )
  const headless = parts.departments.filter((id) => !Object.hasOwn(heads, id)).map((id) => `departments.${id}`)
  return [...(wrote.includes(SETTINGS_FILE) ? words : []), ...(wrote.includes(CONTACTS_FILE) ? headless : [])]
}

interface InitResult {
  readonly directory: string
  readonly wrote: readonly string[]
  readonly unset: readonly string[]
}

function printOutcome(world: World, text: InitText, { directory, wrote, unset }: InitResult, flags: InitFlags): void {
  const kept = [...FILES, SCHEMAS_FOLDER].filter((name) => !wrote.includes(name))
  const above = wrote.includes(SETTINGS_FILE) ? workspaceAbove(directory) : null
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, directory, wrote, kept, unset }))
  else world.print(directory)
  for (const name of wrote) world.inform(text.wrote(join(directory, name)))
  for (const name of kept) world.inform(text.kept(join(directory, name)))
  const unused = unusedOf(flags, kept)
  if (unused.length > 0) sayFolded(world, text.unused(unused))
  if (above !== null) sayFolded(world, text.above(above))
  world.inform(text.next)
  if (unset.length > 0) informFolded(world, `- ${text.fillIn(unset)}`)
  sayNextCommands(world, text, directory, [
    [text.checkContacts, ['contacts']],
    [text.seeReady, ['doctor']],
    [text.tryIt, ['drill', '--list']],
  ])
}

const FLAGS_OF_FILE: Readonly<Record<string, readonly (keyof InitFlags)[]>> = {
  [SETTINGS_FILE]: ['organisationJa', 'organisationEn', 'contactJa', 'contactEn', 'timezone'],
  [CONTACTS_FILE]: ['head', 'id', 'reach'],
}

/** The given flags that had no effect, because their file already existed. */
function unusedOf(flags: InitFlags, kept: readonly string[]): string[] {
  const given = kept.flatMap((name) => FLAGS_OF_FILE[name] ?? []).filter((key) => flags[key] !== undefined)
  return given.map((key) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
}
