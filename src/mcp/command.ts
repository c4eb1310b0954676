import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../command.ts'
import { fail } from '../domain/problem.ts'
import { loadProblemMessages } from '../i18n/problems.ts'
import { followRelay } from '../relay/io/follow-relay.ts'
import { shortLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import type { Serving } from './turn.ts'
import { mcpWords } from './words.ts'

interface Options {
  readonly write?: boolean
  readonly confidential?: boolean
}

export const help: CommandHelp = {
  page: 'assistants.md',
  examples: [
    ['mcp', "what an assistant's settings call: it can only read", 'AIアシスタントの設定に書く（閲覧だけができる）'],
    [
      'mcp --write --as "Hanako Sato"',
      'it may record notes and internal facts for this person',
      'この人に代わって、メモと社内用の項目を記録できる',
    ],
  ],
}

export function define(command: Command, { start, say, runFor, parse }: CommandContext): void {
  command
    .option(
      '--write',
      say(
        'may also record notes and internal facts, and prepare notices, for the person that --as names',
        'メモと社内向けの項目の記録、告知の準備もできるようにする（--as で示した人のために）',
      ),
    )
    .option('--confidential', say('show confidential incidents too', '機密のインシデントも表示する'))
    .action(({ write = false, confidential = false }: Options) =>
      start((world) => serve(world, { world, runFor, parse, isAllShown: confidential }, write)),
    )
}

/** Serves an assistant over standard input and output, until it goes away or Ctrl-C. */
async function serve(world: World, serving: Serving, mayWrite: boolean): Promise<number> {
  if (mayWrite && world.options.as === undefined) fail('missing-answer', { what: '--as' })
  const operator = shortLine(world.operator)
  // What is wrong with the workspace is said before anything is served.
  world.workspace.ids()
  const [words, { serveTools }, { toolsFor }, { callTool }] = await Promise.all([
    mcpWords(world.text.language),
    import('./io/mcp-server.ts'),
    import('./tools.ts'),
    import('./call-tool.ts'),
  ])
  const onError = (error: unknown) => world.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const tools = toolsFor(mayWrite)
  const messages = await loadProblemMessages(world.text.language)
  const stopSharing = await followRelay(world, {
    onUnusable: (problem) => world.say(messages(problem, world.invocation).join('\n')),
  })
  try {
    await serveTools(world, {
      tools,
      call: (tool, given) => callTool(serving, tool, given, onError),
      onOpen: () => world.say(mayWrite ? words.writing(operator) : words.reading),
      onError,
    })
  } finally {
    await stopSharing()
  }
  return 0
}
