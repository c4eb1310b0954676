import { basename } from 'node:path'
import { fail } from '../domain/problem.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { type Ask, askQuestions } from '../i18n/ask.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { parseTextLine } from './init-answers.ts'
import { LANGUAGE_CHOICES, type LanguageChoice, languagesOf } from './language-choice.ts'
import { sayFolded } from './next-commands.ts'
import type { InitText, NewManualText } from './words.en.ts'

export type NewManualTexts = NewManualText & { readonly init: InitText }

export interface NewManualFlags {
  readonly from?: string
  readonly example?: string
  readonly language?: LanguageChoice
  readonly organisation?: string
  readonly organisationJa?: string
  readonly organisationEn?: string
}

/** What `runbook new` has to know. */
export interface NewManualAnswers {
  readonly languages: readonly Language[]
  readonly organisation: Readonly<Partial<Record<Language, string>>>
  /** Whether the organisation is called like the folder, in a language at least. */
  readonly isOfFolder: boolean
}

/** The answers of the flags, then of the questions at a terminal, then the defaults. */
export async function newManualAnswers(
  world: World,
  directory: string,
  flags: NewManualFlags,
  texts: NewManualTexts,
): Promise<NewManualAnswers> {
  const { organisation, organisationJa, organisationEn } = flags
  const given = { ja: organisationJa ?? organisation, en: organisationEn ?? organisation }
  const named: Partial<Record<Language, string>> = {}
  let { language } = flags
  for (const each of LANGUAGES) if (given[each] !== undefined) named[each] = nameFrom(given[each], directory)
  const isComplete = language !== undefined && languagesOf(language).every((each) => named[each] !== undefined)
  if (world.terminal.isInteractive && !world.options.json && !isComplete) {
    sayFolded(world, texts.begin(directory))
    const flagsSoFar = () => [
      ...(flags.from === undefined ? [] : [`--from=${flags.from}`]),
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
  const languages = languagesOf(language ?? 'both')
  const ofFolder = nameFrom('', directory)
  const names = languages.map((each) => [each, named[each] ?? ofFolder] as const)
  const isOfFolder = names.some(([, name]) => name === ofFolder)
  return { languages, organisation: Object.fromEntries(names), isOfFolder }
}

/** Asks a question with a default, and leaves it on the terminal with its answer. */
function questionsOf(world: World, ask: Ask, text: InitText) {
  return async <T extends string>(words: string, orElse: string, read: (line: string) => T): Promise<T> => {
    const answer = await ask(text.hinted(words, [text.orElse(orElse)]), read)
    if (!world.options.plain) sayFolded(world, text.answered(words, answer))
    return answer
  }
}

function languageFrom(given: string): LanguageChoice {
  const found = LANGUAGE_CHOICES.find((language) => language === given.toLowerCase())
  return found ?? fail('bad-flag', { flag: '--language', given, allowed: LANGUAGE_CHOICES })
}

/** The name that was given; without one, that of the folder. Throws `bad-words`. */
function nameFrom(given: string, directory: string): string {
  return parseTextLine(given) ?? (parseTextLine(basename(directory)) || '-')
}
