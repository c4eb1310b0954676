import { basename, join, resolve } from 'node:path'
import { fail } from '../domain/problem.ts'
import type { Language, Runbook } from '../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { readTextFile } from '../platform/regular-files.ts'
import { shownPath } from '../platform/shown-path.ts'
import { loadValidRunbook } from '../runbook/io/user-config.ts'
import { trustFolder } from '../store/trust.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../store/workspace.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { SCHEMAS_FOLDER, updateSchemas } from './io/file-schemas.ts'
import { exampleNames, NAMES_FILE, readExample, readStarter, STARTER_FOLDER } from './io/manual-files.ts'
import { isOwnFolder, isTaken, mustBeFreeForManual, workspaceAbove, writeManual } from './io/new-workspace.ts'
import {
  type NewManualAnswers,
  type NewManualFlags,
  type NewManualTexts,
  newManualAnswers,
} from './new-manual-answers.ts'
import { informFolded, sayFolded, sayNextCommands } from './next-commands.ts'
import { type OutlineSource, outlineDocument, outlineSummary } from './outline/outline-summary.ts'
import { starterText } from './starter-text.ts'
import { readinessText } from './words.ts'
import { settingsYaml } from './workspace-files.ts'

type Placeholder = 'organisation' | 'contact'

/** The manual to write. */
interface Manual {
  /** The text of each file, by its path in the workspace. */
  readonly files: Readonly<Record<string, string>>
  /** What it was made of; missing for one that was complete already. */
  readonly source?: OutlineSource
  /** Keys of words in the settings that customers would read, but nobody has entered. */
  readonly placeholders?: readonly Placeholder[]
}

/** Runs `runbook new`; resolves to the exit code. */
export async function createManual(world: World, folder: string, flags: NewManualFlags): Promise<number> {
  if (world.options.dir !== undefined)
    fail('usage', { kind: 'conflict', detail: `${folder}, --dir ${world.options.dir}` })
  const directory = resolve(folder)
  mustBeFreeForManual(directory)
  const { language } = world.text
  const { newManual, init } = await readinessText(language)
  const texts = { ...newManual, init }
  const manual = await manualFor(world, directory, flags, texts)
  const isNew = !isTaken(directory)
  writeManual(directory, manual.files)
  if (isNew || isOwnFolder(directory)) trustFolder(directory, world.env)
  const schemas = updateSchemas(world.root, directory) ? [SCHEMAS_FOLDER] : []
  await printOutcome(world, texts, { directory, wrote: [...Object.keys(manual.files), ...schemas], manual })
  return 0
}

function manualFor(
  world: World,
  directory: string,
  flags: NewManualFlags,
  texts: NewManualTexts,
): Promise<Manual> | Manual {
  if (flags.example !== undefined) return exampleManual(world, flags.example, flags)
  if (flags.from !== undefined) return outlinedManual(world, directory, flags.from, flags, texts)
  return starterManual(world, directory, flags, texts)
}

/** What says how to make a manual, which an example is already. */
const MAKING_FLAGS = ['from', 'language', 'organisation', 'organisationJa', 'organisationEn'] as const

function exampleManual({ root }: World, given: string, flags: NewManualFlags): Manual {
  const other = MAKING_FLAGS.find((name) => flags[name] !== undefined)
  if (other !== undefined)
    fail('usage', { kind: 'conflict', detail: `--example, --${other.replace(/(?=[A-Z])/, '-').toLowerCase()}` })
  const allowed = exampleNames(root)
  if (!allowed.includes(given)) fail('unknown-example', { given, allowed })
  const { [SETTINGS_FILE]: settings = '', ...others } = readExample(root, given)
  return { files: { ...others, [SETTINGS_FILE]: settings } }
}

async function starterManual(
  world: World,
  directory: string,
  flags: NewManualFlags,
  texts: NewManualTexts,
): Promise<Manual> {
  const answers = await newManualAnswers(world, directory, flags, texts)
  const settings = await settingsOf(world, answers, await loadStarter(world), texts)
  const files = workspaceFiles(starterFiles(world, answers.languages), settings)
  return { files, placeholders: placeholdersIn(answers) }
}

/** More than any manual has. */
const MAX_OUTLINE_BYTES = 256 * 1024

/**
 * The chapters of a written manual in its language, with names and a drill of the starter, which they do not have: in that
 * language or in both.
 */
async function outlinedManual(
  world: World,
  directory: string,
  path: string,
  flags: NewManualFlags,
  texts: NewManualTexts,
): Promise<Manual> {
  const given = flags.language === 'both' ? undefined : flags.language
  const { manualOfOutline, readOutline } = await import('./outline/outlined-manual.ts')
  const outline = readOutline(readTextFile(path, MAX_OUTLINE_BYTES).text, shownPath(path), given)
  const language = flags.language ?? outline.language
  const answers = await newManualAnswers(world, directory, { ...flags, language }, texts)
  const runbook = await loadStarter(world)
  const file = inertLine(basename(path))
  const starter = Object.entries(starterFiles(world, answers.languages)).filter(
    ([name]) => name === NAMES_FILE || name.startsWith('drills'),
  )
  const { outline: text } = await readinessText(world.text.language)
  const { runbooks, source } = manualOfOutline(outline, {
    path: shownPath(path),
    file,
    comments: commentLanguage(world, answers.languages),
    languages: answers.languages,
    runbook,
    starter: Object.fromEntries(starter),
    text,
  })
  return {
    files: workspaceFiles(runbooks, await settingsOf(world, answers, runbook, texts)),
    source,
    placeholders: placeholdersIn(answers),
  }
}

/** The settings come last: without them, a folder is no workspace yet. */
function workspaceFiles(runbooks: Readonly<Record<string, string>>, settings: string): Record<string, string> {
  const files = Object.entries(runbooks).map(([path, text]) => [join('runbooks', path), text])
  return { ...Object.fromEntries(files), [SETTINGS_FILE]: settings }
}

/** The language of comments, and of the workspace: as asked for by `--lang`, else that of a manual in one language. */
function commentLanguage({ options, text }: World, [first, second]: readonly Language[]): Language {
  return options.lang ?? (second === undefined ? first : undefined) ?? text.language
}

function starterFiles(world: World, texts: readonly Language[]): Record<string, string> {
  const languages = { comments: commentLanguage(world, texts), texts }
  const files = Object.entries(readStarter(world.root))
  return Object.fromEntries(files.map(([path, source]) => [path, starterText(source, languages, today(world))]))
}

async function loadStarter({ root, text }: World): Promise<Runbook> {
  return (await loadValidRunbook(null, join(root, STARTER_FOLDER), text.language)).runbook
}

function today(world: World): string {
  const clock = world.clock(DEFAULT_SETTINGS.timezone)
  return clock.stamp(clock.now()).slice(0, 10)
}

async function settingsOf(
  world: World,
  answers: NewManualAnswers,
  { assets, channels }: Runbook,
  texts: NewManualTexts,
): Promise<string> {
  const { languages, organisation } = answers
  const contact = Object.fromEntries(languages.map((language) => [language, texts.contact[language]]))
  const none = { ja: null, en: null }
  const setup = {
    organisation: { ...none, ...organisation },
    contact: { ...none, ...contact },
    timezone: DEFAULT_SETTINGS.timezone,
    language: commentLanguage(world, languages),
    people: [],
    heads: {},
    placeholders: placeholdersIn(answers),
  }
  const known = Object.entries(channels).map(([id, { audience }]) => ({ id, audience }))
  const parts = { assets, channels: known, departments: [], languages, manualLanguages: languages, isOwn: true }
  return settingsYaml(setup, parts, (await readinessText(setup.language)).init)
}

/** The contact is never asked for. */
function placeholdersIn({ isOfFolder }: NewManualAnswers): Placeholder[] {
  return [...(isOfFolder ? ['organisation' as const] : []), 'contact']
}

interface NewWorkspace {
  readonly directory: string
  readonly wrote: readonly string[]
  readonly manual: Manual
}

async function printOutcome(
  world: World,
  texts: NewManualTexts,
  { directory, wrote, manual: { source, placeholders = [] } }: NewWorkspace,
): Promise<void> {
  const outline = source === undefined ? null : outlineDocument(source)
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, directory, wrote, outline }))
  else world.print(directory)
  const { runbook } = await loadValidRunbook(null, join(directory, 'runbooks'), world.text.language)
  const counts = {
    types: Object.keys(runbook.types).length,
    steps: runbook.steps.length,
    channels: Object.keys(runbook.channels).length,
  }
  informFolded(world, texts.made(directory, counts))
  for (const name of wrote) world.inform(`  ${name}`)
  const above = workspaceAbove(directory)
  if (above !== null) sayFolded(world, texts.init.above(above))
  if (source !== undefined)
    for (const line of outlineSummary(source, (await readinessText(world.text.language)).outline))
      sayFolded(world, line)
  const drills = wrote.filter((name) => name.startsWith(join('runbooks', 'drills')))
  const [drill] = drills
  world.inform(texts.init.next)
  if (placeholders.length > 0) informFolded(world, `- ${texts.replace(placeholders)}`)
  sayNextCommands(world, texts.init, directory, [
    [texts.checkIt, ['runbook', 'check']],
    drill === undefined || drills.length > 1
      ? [texts.chooseDrill, ['drill', '--list']]
      : [texts.practise, ['drill', basename(drill, '.yaml')]],
    wrote.includes(CONTACTS_FILE) ? [texts.seeReady, ['doctor']] : [texts.addContacts, ['init']],
  ])
}
