import { join } from 'node:path'
import type { Command } from 'commander'
import type { Defining } from '../../command.ts'
import { fail } from '../../domain/outcome.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { asking } from '../../i18n/ask.ts'
import { runbookInForce } from '../../runbook/io/config.ts'
import { CHANNELS } from '../../runbook/settings-schema.ts'
import { trust } from '../../store/trust.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'
import { folded } from '../../view/fold.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import { shellWords } from '../../view/shell.ts'
import type { World } from '../../world.ts'
import { isOwnFolder, isThere, siteOf, wayTo, workspaceAbove, writeMissing } from '../io/new-workspace.ts'
import type { InitText } from '../words.en.ts'
import { initText } from '../words.ts'
import { contactsFile, type Founding, type Ground, settingsFile } from '../workspace-files.ts'
import { askRest, type Flags, flagsOf, foundingOf, type Told, toldByFlags } from '../workspace-init.ts'

const several = (value: string, before: readonly string[] = []) => [...before, value]

export function define(command: Command, { start, say }: Defining): void {
  command
    .argument(
      '[folder]',
      say(
        'where; without it --dir or HALT_DIR, else the working directory',
        '作る場所。省略すると、--dir か HALT_DIR、それもなければ現在のフォルダー',
      ),
    )
    .option(
      '--organisation-ja <words>',
      say('name of the organisation in Japanese notices', '日本語の告知に使う会社名'),
    )
    .option('--organisation-en <words>', say('name of the organisation in English notices', '英語の告知に使う会社名'))
    .option(
      '--contact-ja <words>',
      say('contact for customers in Japanese notices', '日本語の告知に載せるお問い合わせ先'),
    )
    .option('--contact-en <words>', say('contact for customers in English notices', '英語の告知に載せるお問い合わせ先'))
    .option('--timezone <zone>', say('time zone (default: Asia/Tokyo)', 'タイムゾーン（既定値: Asia/Tokyo）'))
    .option(
      '--head <department=name>',
      say('DEPARTMENT=NAME, who leads a department; once for each', '部署=氏名。部署の責任者。部署ごとに1回'),
      several,
    )
    .option(
      '--reach <name=way>',
      say(
        'NAME=WAY, a number, a mail address or @name in a chat; once for each person',
        '氏名=連絡方法。電話番号、メールアドレス、チャットの @名前。人ごとに1回',
      ),
      several,
    )
    .option(
      '--id <name=id>',
      say('NAME=ID, a short name to type in commands', '氏名=ID。コマンドで使う短い名前'),
      several,
    )
    .action((folder: string | undefined, flags: Flags) => start((world) => run(world, folder, flags)))
}

async function run(world: World, folder: string | undefined, flags: Flags): Promise<number> {
  const { dir } = world.options
  if (folder !== undefined && dir !== undefined) fail('usage', { kind: 'conflict', detail: `${folder}, --dir ${dir}` })
  const directory = siteOf(folder, dir, world.env)
  const { language } = world.text
  const [text, { runbook }] = await Promise.all([initText(language), runbookInForce(world.root, directory, language)])
  const ground = groundOf(runbook)
  const told = toldByFlags(flags, runbook.departments)
  const missing = FILES.filter((name) => !isThere(join(directory, name)))
  if (world.terminal.interactive && !world.options.json && missing.length > 0) {
    talk(world, text.begin(directory))
    const settings = missing.includes(SETTINGS_FILE)
    const departments = missing.includes(CONTACTS_FILE) ? runbook.departments : {}
    const answered = (question: string, answer: string) => {
      if (!world.options.plain) talk(world, text.answered(question, answer))
    }
    await asking(
      world,
      () => resumeCommand(world, 'init', ...(folder === undefined ? [] : [folder]), ...flagsOf(told)),
      (ask) => askRest(told, { ask, text, language, settings, departments, answered }),
    )
  } else if (missing.includes(CONTACTS_FILE)) mustBeReachable(told, text)
  const isNew = !isThere(directory)
  const founding = foundingOf(told, language)
  const clock = world.clock(founding.timezone)
  const wrote = writeMissing(directory, {
    [SETTINGS_FILE]: settingsFile(founding, ground, text),
    [CONTACTS_FILE]: contactsFile(founding, ground, text, clock.stamp(clock.now()).slice(0, 10)),
  })
  if (isNew || (wrote.includes(SETTINGS_FILE) && isOwnFolder(directory))) trust(directory, world.env)
  tell(world, text, { directory, wrote, unset: unsetOf(founding, ground, wrote) }, flags)
  return 0
}

const FILES = [SETTINGS_FILE, CONTACTS_FILE]

function groundOf({ departments, channels }: Runbook): Ground {
  const known = Object.entries(channels).filter(([id]) => CHANNELS.includes(id))
  return {
    departments: Object.keys(departments),
    channels: known.map(([id, { audience }]) => ({ id, audience })),
  }
}

/** Without somebody to ask, whoever is named has to come with a way to be reached. */
function mustBeReachable({ people }: Told, text: InitText): void {
  const without = people.listed.find(({ ways }) => ways.length === 0)
  if (without !== undefined)
    fail('missing-answer', { flag: `--reach '${without.name}=WAY'`, what: text.wayTo(without.name) })
}

/** What was left for later in the files that were written. */
function unsetOf({ organisation, contact, heads }: Founding, ground: Ground, wrote: readonly string[]): string[] {
  const words = Object.entries({ organisation, contact }).flatMap(([key, said]) =>
    Object.entries(said).flatMap(([language, value]) => (value === null ? [`${key}.${language}`] : [])),
  )
  const headless = ground.departments.filter((id) => !Object.hasOwn(heads, id)).map((id) => `departments.${id}`)
  return [...(wrote.includes(SETTINGS_FILE) ? words : []), ...(wrote.includes(CONTACTS_FILE) ? headless : [])]
}

interface Outcome {
  readonly directory: string
  readonly wrote: readonly string[]
  readonly unset: readonly string[]
}

function tell(world: World, text: InitText, { directory, wrote, unset }: Outcome, flags: Flags): void {
  const kept = FILES.filter((name) => !wrote.includes(name))
  const above = wrote.includes(SETTINGS_FILE) ? workspaceAbove(directory) : null
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, directory, wrote, kept, unset }))
  else world.print(directory)
  for (const name of wrote) world.say(text.wrote(join(directory, name)))
  for (const name of kept) world.say(text.kept(join(directory, name)))
  const unused = unusedOf(flags, kept)
  if (unused.length > 0) talk(world, text.unused(unused))
  if (above !== null) talk(world, text.above(above))
  // From another folder, a path to the program from this one would lead nowhere.
  const found = wayTo(directory, world.env)
  const way = found === 'there' && world.me.startsWith('node ') ? 'named' : found
  const me = (...words: string[]) =>
    `  ${[world.me, shellWords([...words, ...(way === 'named' ? ['--dir', directory] : [])])].join(' ')}`
  world.say(text.next)
  if (unset.length > 0) talk(world, `- ${text.fillIn(unset)}`)
  const steps = [
    ...(way === 'there' ? [[text.goThere, `  ${shellWords(['cd', directory])}`]] : []),
    [text.checkContacts, me('contacts')],
    [text.seeReady, me('doctor')],
    [text.tryIt, me('drill', '--list')],
  ]
  for (const [what = '', line = ''] of steps) {
    talk(world, `- ${what}`)
    world.say(line)
  }
}

/** Prose is broken to fit a terminal; a line to be copied never is. */
function talk({ terminal, say }: World, text: string): void {
  for (const line of terminal.interactive ? folded(text, terminal.columns - 1) : [text]) say(line)
}

const FLAGS: Readonly<Record<string, readonly (keyof Flags)[]>> = {
  [SETTINGS_FILE]: ['organisationJa', 'organisationEn', 'contactJa', 'contactEn', 'timezone'],
  [CONTACTS_FILE]: ['head', 'id', 'reach'],
}

/** Flags for files that were there. */
function unusedOf(flags: Flags, kept: readonly string[]): string[] {
  const given = kept.flatMap((name) => FLAGS[name] ?? []).filter((key) => flags[key] !== undefined)
  return given.map((key) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
}
