import type { Language } from '../../domain/runbook/runbook.ts'
import { inertLine } from '../../view/inert.ts'
import type { GlobalOptions, Host, World } from '../../world.ts'
import { newWorld } from '../io/new-world.ts'
import { isGlobalOption, loadCommand, newProgram } from '../program.ts'
import { topicTitles } from '../topics/show-topic.ts'
import { type CompletionOffer, offerAt } from './candidates.ts'
import { type CursorPosition, escapeForBash, parseShellLine, positionOf, type ShellLine } from './cursor-position.ts'
import { VALUES_BY_PLACEHOLDER } from './placeholder-values.ts'

/**
 * Answers a completion script. `args` are the shell and the words up to the cursor; for bash, the shell, COMP_WORDBREAKS
 * and the raw line. On any error it prints nothing and succeeds: the operator has not run a command yet.
 */
export async function answerCompletion(host: Host, args: readonly string[]): Promise<void> {
  try {
    const request = requestFrom(args)
    const offer = await offerFor(host, request.words)
    if (offer !== null) host.output.write(`${answerLines(offer, request).join('\n')}\n`)
  } catch {
    // No workspace, a damaged log or an invalid line: there is nothing to offer.
  }
}

/** The values that can stand after these words; none for free text and files, and on any error. */
export async function valuesAfter(host: Host, words: readonly string[]): Promise<string[]> {
  try {
    const offer = await offerFor(host, [...words, ''])
    return offer?.kind === 'words' ? offer.candidates.map(({ value }) => value) : []
  } catch {
    return []
  }
}

type CompletionRequest = ShellLine & { readonly shell: string }

function requestFrom([shell = '', ...rest]: readonly string[]): CompletionRequest {
  if (shell === 'bash') {
    const { words, ...place } = parseShellLine(rest[1] ?? '', rest[0] ?? '')
    return { shell, words: words.slice(1), ...place }
  }
  const typed = rest.at(-1) ?? ''
  // fish passes the word being typed with its quotes.
  const last = shell === 'fish' ? (parseShellLine(typed, '').words.at(-1) ?? '') : typed
  return { shell, words: [...rest.slice(0, -1), last], quote: null, keptLength: 0 }
}

async function offerFor(host: Host, words: readonly string[]): Promise<CompletionOffer | null> {
  const inEnglish = await positionIn('en', host, words)
  if (inEnglish === null) return null
  const world = withoutOutput(await newWorld(host, optionsOf(inEnglish, host.env), true))
  // Before its first halt, a workspace may not exist yet; the manual that would govern it is known.
  world.workspace.allowMissing()
  // Descriptions are in the operator's language, which the line itself can set.
  const position =
    world.text.language === 'en' ? inEnglish : ((await positionIn(world.text.language, host, words)) ?? inEnglish)
  return offerAt(
    position,
    async (name, typed) => (await VALUES_BY_PLACEHOLDER[name]?.(world, typed, position)) ?? [],
    async () => (await topicTitles(world.text.language)).map(([value, description]) => ({ value, description })),
  )
}

function positionIn(language: Language, host: Host, words: readonly string[]): Promise<CursorPosition | null> {
  return positionOf(newProgram(host, { language }), words, (command) => loadCommand(command, language, () => {}))
}

/** The global options on the line so far. */
function optionsOf({ givenOptions }: CursorPosition, { HOME = '~' }: NodeJS.ProcessEnv): GlobalOptions {
  const found: Record<string, string> = {}
  for (const [option, value] of givenOptions)
    if (isGlobalOption(option) && value !== null) found[option.attributeName()] = value
  const { dir, lang, incident, as } = found
  return {
    input: false,
    ...(dir !== undefined && { dir: dir.replace(/^~(?=\/|$)/, HOME) }),
    ...((lang === 'ja' || lang === 'en') && { lang }),
    ...(incident !== undefined && { incident }),
    ...(as !== undefined && { as }),
  }
}

function withoutOutput(world: World): World {
  const nothing = () => {}
  return { ...world, print: nothing, say: nothing, raw: { print: nothing, say: nothing, ring: nothing } }
}

/**
 * The lines for the script: the kind of completion, the prefix of every value, the word typed so far, then the candidates.
 * A command line to complete begins with the name of a command; its other words are taken for files.
 */
function answerLines(offer: CompletionOffer, request: CompletionRequest): string[] {
  const { shell, words, keptLength } = request
  const typed = words.at(-1) ?? ''
  if (offer.kind === 'command') return [offer.from === words.length - 1 ? 'commands' : 'files', '', typed]
  if (offer.kind !== 'words')
    return [offer.kind, offer.stem.slice(keptLength), typed.slice(Math.max(keptLength, offer.stem.length))]
  const plain = offer.candidates.filter(({ value }) => inertLine(value) === value && !value.includes('\n'))
  const shown =
    shell === 'bash'
      ? plain.filter(({ value }) => value.startsWith(typed)).map(({ value }) => escapeForBash(value, request))
      : plain.map(({ value, description }) => `${value}\t${inertLine(description).replaceAll('\t', ' ')}`)
  return ['words', offer.stem, typed, ...shown]
}
