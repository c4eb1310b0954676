import { chmodSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const CHAPTER = '2-initial-response.yaml'
const OFFERED = `    commands:
      - title: { ja: 待ち行列を見る, en: Look at the queue }
        run: [./queue.sh, --host, engine 3]
      - title: { ja: エンジンを再起動する, en: Restart the engine }
        run: [./restart.sh]
        dangerous: true
        directory: tools
`

interface Place {
  readonly workspace: string
  write(path: string, text: string): void
}

/** A workspace whose team offers two commands in the step on the logs. */
export function addStepCommands(bench: Place): void {
  const shipped = readFileSync(resolve(import.meta.dirname, '../../runbooks', CHAPTER), 'utf8')
  const [before, after] = shipped.split(/(?<= {2}- id: 2\.1-logs\n)/) as [string, string]
  bench.write(join('runbooks', CHAPTER), `${before}${OFFERED}${after}`)
  for (const [path, says] of [
    ['queue.sh', 'printf "%s\\n" "$@"'],
    ['tools/restart.sh', 'touch restarted'],
  ] as const) {
    bench.write(path, `#!/bin/sh\n${says}\n`)
    chmodSync(join(bench.workspace, path), 0o755)
  }
}
