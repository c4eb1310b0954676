import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { ROOT } from '../bench.ts'
import { web } from './async-program.ts'
import { type Bench, PROGRAM } from './bench.ts'

export const RECIPES = join(ROOT, 'docs', 'recipes')

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A service that keeps what it receives, and answers with JSON; with 404 where the answer is null. */
export async function service(answer: (received: Received) => unknown): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const url = await web(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { method, path, headers, body: Buffer.concat(chunks).toString() }
    received.push(one)
    const said = answer(one)
    const code = said === null ? 404 : 200
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(said ?? {}))
  })
  return { url: url.replace(/\/hook$/, ''), received }
}

/** Stands in for curl, and refuses to run where an argument holds what an environment variable keeps secret. */
const CURL = `#!/bin/sh
for argument; do
  env | grep -E '_TOKEN=|^PAGER_URL=' | cut -d= -f2- | while read -r secret; do
    case $argument in *"$secret"*) exit 1 ;; esac
  done || { echo "a secret among the arguments: $argument" >&2; exit 97; }
done
PATH=\${PATH#*:} exec curl "$@"
`

/** Runs a recipe with the program that is tested. Resolves to its exit code and output. */
export async function recipe(
  bench: Pick<Bench, 'directory' | 'env'>,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
) {
  const HALTCTL = join(bench.directory, 'haltctl')
  writeFileSync(HALTCTL, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`, { mode: 0o755 })
  const bin = join(bench.directory, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'curl'), CURL, { mode: 0o755 })
  const PATH = `${bin}:${process.env.PATH}`
  const child = spawn(join(RECIPES, name), args, { env: { ...bench.env, ...env, HALTCTL, PATH }, cwd: bench.directory })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const [code] = await once(child, 'close')
  return { code, output }
}
