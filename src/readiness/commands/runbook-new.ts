import { basename, join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { CommandContext } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { LANGUAGES, type Language } from '../../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../../domain/settings.ts'
import { type Ask, askQuestions } from '../../i18n/ask.ts'
import { loadValidRunbook } from '../../runbook/io/user-config.ts'
import { trustFolder } from '../../store/trust.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { parseTextLine } from '../init-answers.ts'
import { exampleNames, readExample, readStarter } from '../io/manual-files.ts'
import { isOwnFolder, isTaken, mustBeFreeForManual, writeManual } from '../io/new-workspace.ts'
import { sayFolded, sayNextCommands } from '../next-commands.ts'
import { starterText } from '../starter-text.ts'
import type { InitText, NewManualText } from '../words.en.ts'
import { initText, newManualText } from '../words.ts'
import { settingsYaml } from '../workspace-files.ts'

const MANUAL_LANGUAGES = [...LANGUAGES, 'both'] as const
type ManualLanguage = (typeof MANUAL_LANGUAGES)[number]

interface NewFlags {
  readonly from?: string
  readonly example?: string
  readonly language?: ManualLanguage
  readonly organisation?: string
  readonly organisationJa?: string
  readonly organisationEn?: string
}

export function defineNew(command: Command, { start, say }: Pick<CommandContext, 'start' | 'say'>): void {
  command
    .command('new')
    .description(
      say(
        'create a manual of your own: a small complete one, or from an outline or an example',
        '自社の手順書を作る。小さな手順書一式から、または既存の文書や例から始める',
      ),
    )
    .argument('<folder>', say('where to create it', '作る場所'))
    .addOption(
      new Option(
        '--language <lang>',
        say('language of the manual and its notices (default: both)', '手順書と告知の言語（既定値: both）'),
      ).choices([...MANUAL_LANGUAGES]),
    )
    .option(
      '--organisation <words>',
      say('organisation name in notices (default: the name of the folder)', '告知に使う会社名（既定値: フォルダー名）'),
    )
    .option('--organisation-ja <words>', say('the same for Japanese notices only', '日本語の告知だけに使う会社名'))
    .option('--organisation-en <words>', say('the same for English notices only', '英語の告知だけに使う会社名'))
    .option('--example <example>', say('copy a complete example instead', '完成した例をコピーする'))
    .action((folder: string, flags: NewFlags) => start((world) => run(world, folder, flags)))
}

/** The manual to write. */
interface Manual {
  /** The text of each file, by its path in the workspace. */
  readonly files: Readonly<Record<string, string>>
}

async function run(world: World, folder: string, flags: NewFlags): Promise<number> {
  if (world.options.dir !== undefined)
    fail('usage', { kind: 'conflict', detail: `${folder}, --dir ${world.options.dir}` })
  const directory = resolve(folder)
  mustBeFreeForManual(directory)
  const { language } = world.text
  const texts: Texts = { ...(await newManualText(language)), init: await initText(language) }
  const { example } = flags
  const { files } =
    example !== undefined ? exampleManual(world, example, flags) : await newManual(world, directory, flags, texts)
  const isNew = !isTaken(directory)
  writeManual(directory, files)
  if (isNew || isOwnFolder(directory)) trustFolder(directory, world.env)
  await printOutcome(world, texts, directory, Object.keys(files))
  return 0
}

type Texts = NewManualText & { readonly init: InitText }

function exampleManual({ root }: World, given: string, flags: NewFlags): Manual {
  const other = OTHER_FLAGS.find((name) => flags[name] !== undefined)
  if (other !== undefined) fail('usage', { kind: 'conflict', detail: `--example, ${flagOf(other)}` })
  const allowed = exampleNames(root)
  if (!allowed.includes(given)) fail('unknown-example', { given, allowed })
  return { files: readExample(root, given) }
}

/** What says how to make a manual, which an example is already. */
const OTHER_FLAGS = ['from', 'language', 'organisation', 'organisationJa', 'organisationEn'] as const

/** The flag that commander keeps under a name. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** The starter manual in the languages of the answers. */
async function newManual(world: World, directory: string, flags: NewFlags, texts: Texts): Promise<Manual> {
  const answers = await answersTo(world, directory, flags, texts)
  const today = dayIn(world)
  const languages = { comments: world.text.language, texts: languagesOf(answers.language) }
  const chapters = Object.entries(readStarter(world.root)).map(([path, source]) => [
    join('runbooks', path),
    starterText(source, languages, today),
  ])
  return { files: { ...Object.fromEntries(chapters), [SETTINGS_FILE]: await settingsOf(world, answers, texts) } }
}

function dayIn(world: World): string {
  const clock = world.clock(DEFAULT_SETTINGS.timezone)
  return clock.stamp(clock.now()).slice(0, 10)
}

function languagesOf(language: ManualLanguage): readonly Language[] {
  return language === 'both' ? LANGUAGES : [language]
}

interface Answers {
  readonly language: ManualLanguage
  readonly organisation: Readonly<Partial<Record<Language, string>>>
}

/** The answers of the flags, then of the questions at a terminal, then the defaults. */
async function answersTo(world: World, directory: string, flags: NewFlags, texts: Texts): Promise<Answers> {
  const { organisation, organisationJa, organisationEn } = flags
  const given = { ja: organisationJa ?? organisation, en: organisationEn ?? organisation }
  const named: Partial<Record<Language, string>> = {}
  let { language } = flags
  for (const each of LANGUAGES) if (given[each] !== undefined) named[each] = nameFrom(given[each], directory)
  if (world.terminal.isInteractive && !world.options.json) {
    sayFolded(world, texts.begin(directory))
    const flagsSoFar = () => [
      ...(language === undefined ? [] : [`--language=${language}`]),
      ...LANGUAGES.flatMap((each) => (named[each] === undefined ? [] : [`--organisation-${each}=${named[each]}`])),
    ]
    await askQuestions(
      world,
      () => resumeCommand(world, 'runbook', 'new', directory, ...flagsSoFar()),
      async (ask) => {
        const question = questionsOf(world, ask, texts.init)
        language ??= await question(texts.language, 'both', (line) => languageFrom(line || 'both'))
        for (const each of languagesOf(language))
          named[each] ??= await question(texts.organisation[each], basename(directory), (line) =>
            nameFrom(line, directory),
          )
      },
    )
  }
  const chosen = language ?? 'both'
  const names = languagesOf(chosen).map((each) => [each, named[each] ?? nameFrom('', directory)])
  return { language: chosen, organisation: Object.fromEntries(names) }
}

/** Asks a question with a default, and leaves it on the terminal with its answer. */
function questionsOf(world: World, ask: Ask, text: InitText) {
  return async <T extends string>(words: string, orElse: string, read: (line: string) => T): Promise<T> => {
    const answer = await ask(text.hinted(words, [text.orElse(orElse)]), read)
    if (!world.options.plain) sayFolded(world, text.answered(words, answer))
    return answer
  }
}

function languageFrom(given: string): ManualLanguage {
  const found = MANUAL_LANGUAGES.find((language) => language === given.toLowerCase())
  return found ?? fail('bad-flag', { flag: '--language', given, allowed: MANUAL_LANGUAGES })
}

/** The name that was given; without one, that of the folder. Throws `bad-words`. */
function nameFrom(given: string, directory: string): string {
  return parseTextLine(given) ?? (parseTextLine(basename(directory)) || '-')
}

async function settingsOf(world: World, { language, organisation }: Answers, texts: Texts): Promise<string> {
  const languages = languagesOf(language)
  const contact = Object.fromEntries(languages.map((each) => [each, texts.contact[each]]))
  const channels = Object.entries(await starterChannels(world)).map(([id, { audience }]) => ({ id, audience }))
  const none = { ja: null, en: null }
  const setup = {
    organisation: { ...none, ...organisation },
    contact: { ...none, ...contact },
    timezone: DEFAULT_SETTINGS.timezone,
    language: world.text.language,
    people: [],
    heads: {},
  }
  return settingsYaml(setup, { channels, departments: [], languages, isOwn: true }, texts.init)
}

async function starterChannels({ root, text }: World) {
  return (await loadValidRunbook(null, join(root, 'starter'), text.language)).runbook.channels
}

async function printOutcome(world: World, texts: Texts, directory: string, wrote: readonly string[]): Promise<void> {
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, directory, wrote }))
  else world.print(directory)
  const { runbook } = await loadValidRunbook(null, join(directory, 'runbooks'), world.text.language)
  const counts = {
    types: Object.keys(runbook.types).length,
    steps: runbook.steps.length,
    channels: Object.keys(runbook.channels).length,
  }
  sayFolded(world, texts.made(directory, counts))
  for (const name of wrote) world.say(`  ${name}`)
  const drills = wrote.filter((name) => name.startsWith(join('runbooks', 'drills')))
  const [drill] = drills
  world.say(texts.init.next)
  sayNextCommands(world, texts.init, directory, [
    [texts.checkIt, ['runbook', 'check']],
    drill === undefined || drills.length > 1
      ? [texts.chooseDrill, ['drill', '--list']]
      : [texts.practise, ['drill', basename(drill, '.yaml')]],
    wrote.includes(CONTACTS_FILE) ? [texts.seeReady, ['doctor']] : [texts.addContacts, ['init']],
  ])
}
