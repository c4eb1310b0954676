import type { Command } from 'commander'
import type { CommandContext, CommandHelp, RunFor } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { followFeeds } from '../../feeds/io/follow-feeds.ts'
import { loadProblemMessages } from '../../i18n/problems.ts'
import { followUntilInterrupted } from '../../incident/follow.ts'
import { incidentsWithDeadlines } from '../../incident/incident-index.ts'
import { secret } from '../../platform/random.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { followRelay } from '../../relay/io/follow-relay.ts'
import { BoardAddress } from '../../store/board-address.ts'
import { Invitations } from '../../store/invitations.ts'
import type { World } from '../../world.ts'
import { Acts } from '../acts/acts.ts'
import type { BoardRequest } from '../http.ts'
import { listen, type TlsFiles } from '../io/board-server.ts'
import { pageScript } from '../io/page-script.ts'
import { LiveBoard } from '../live-board.ts'
import { originsOf, type PlaceOptions, placesOf } from '../place.ts'
import type { Origins } from '../request-guard.ts'
import { answer } from '../routes.ts'
import { Gate, newBoardKeys } from '../session.ts'
import { boardWords } from '../words.ts'

interface Options extends PlaceOptions {
  readonly tlsCert?: string
  readonly tlsKey?: string
}

/** So that what is recorded is drawn, and on every page, within a second. */
const READS_A_SECOND = 4
const MAX_PEM_BYTES = 256 * 1024

export const help: CommandHelp = {
  page: 'board.md',
  examples: [
    ['serve', 'show incidents in a browser on this machine', 'このマシンのブラウザーでインシデントを表示する'],
    ['serve --port 8321', 'at a port of your choice', 'ポートを指定する'],
    [
      'serve --listen 0.0.0.0:8443 --tls-cert board.pem --tls-key board.key',
      'for other machines',
      'ほかのマシンからも見られるようにする',
    ],
  ],
}

export function define(command: Command, { start, say, runFor }: CommandContext): void {
  command
    .option(
      '--port <n>',
      say('the port on this machine; 0 for any that is free', 'このマシンで使うポート（0 なら空いているもの）'),
    )
    .option(
      '--listen <host:port>',
      say('listen there, for other machines: needs TLS', '別のマシンからも使えるアドレス（TLSが必要）'),
    )
    .option('--tls-cert <file>', say('certificate in PEM', '証明書（PEM）'))
    .option('--tls-key <file>', say('its private key in PEM', '証明書の秘密鍵（PEM）'))
    .option('--url <url>', say('the address that a proxy in front of it has', '前段のプロキシのアドレス'))
    .option('--socket <path>', say('listen on a Unix socket, for a proxy', 'Unixソケットで待ち受ける（プロキシ用）'))
    .action((options: Options) => start((world) => run(world, runFor, options)))
}

/** Shows incidents in a browser until Ctrl-C. Prints the address, which lets in whoever has it. */
async function run(world: World, runFor: RunFor, options: Options): Promise<number> {
  const places = placesOf(options)
  const tls = tlsFilesOf(options)
  const [first] = places
  // What is wrong with flags or workspace is said before anything is open.
  originsOf(first, 0, tls !== null, options.url)
  world.workspace.ids()
  const { language } = world.text
  const onFailure = failureSayer(world)
  const [board, words] = [await LiveBoard.open(world, onFailure), await boardWords(language)]
  const invitations = new Invitations(world.env, world.workspace.directory)
  const gate = new Gate(newBoardKeys(secret), invitations, world.now)
  const acts = new Acts(board, runFor, onFailure)
  const script = () => pageScript(world.root)
  let origins: Origins = []
  let forgetAddress = () => {}
  const answering = (request: BoardRequest) =>
    answer({ board, gate, acts, origins, script, language, token: secret }, request)
  const server = await listen(places, tls, answering, onFailure)
  try {
    origins = originsOf(first, server.port, tls !== null, options.url)
    forgetAddress = new BoardAddress(world.env, world.workspace.directory).keep(origins[0] ?? '')
    const url = `${origins[0]}/#${gate.token}`
    world.print(world.options.json ? JSON.stringify({ schemaVersion: 1, url, pid: server.pid }) : url)
    if (!world.options.json) world.inform(words.serving)
    return await follow(world, board, gate, options)
  } finally {
    forgetAddress()
    server.close()
  }
}

/** Says each failure once: it may come again every second. */
function failureSayer(world: World): (error: unknown) => void {
  const said = new Set<string>()
  return (error) => {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    if (!said.has(words)) world.say(words)
    said.add(words)
  }
}

async function follow(world: World, board: LiveBoard, gate: Gate, options: Options): Promise<number> {
  const messages = await loadProblemMessages(world.text.language)
  const stopSharing = await followRelay(world, {
    onUnusable: (problem) => world.say(messages(problem, world.invocation).join('\n')),
  })
  const stopTelling = followFeeds(world, incidentsWithDeadlines)
  const tick = () => {
    gate.endVisits()
    return board.tick()
  }
  return followUntilInterrupted(world, ['serve', ...flagsOf(options)], tick, { times: READS_A_SECOND })
    .finally(stopSharing)
    .finally(stopTelling)
}

function flagsOf({ port, listen, socket, url, tlsCert, tlsKey }: Options): string[] {
  const flags = {
    '--port': port,
    '--listen': listen,
    '--socket': socket,
    '--url': url,
    '--tls-cert': tlsCert,
    '--tls-key': tlsKey,
  }
  return Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))
}

/** Certificate and key; null if neither is given. Rejects with `idle-flag` for one without the other. */
function tlsFilesOf({ tlsCert, tlsKey }: Options): TlsFiles | null {
  if (tlsCert === undefined && tlsKey === undefined) return null
  if (tlsCert === undefined) return fail('idle-flag', { flag: '--tls-key', needs: '--tls-cert' })
  if (tlsKey === undefined) return fail('idle-flag', { flag: '--tls-cert', needs: '--tls-key' })
  return { cert: readBounded(tlsCert, MAX_PEM_BYTES), key: readBounded(tlsKey, MAX_PEM_BYTES) }
}
