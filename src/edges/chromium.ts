import { execFile } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fail } from '../domain/outcome.ts'

/** Names under which Chromium and its kin are installed. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const PATIENCE = 60_000

/**
 * A page as PDF, printed by an installed Chromium, which is given a profile of its own and no network to need. Throws
 * `no-chromium` where there is none, `pdf-failed` where it printed nothing.
 */
export async function printPdf(html: string, env: NodeJS.ProcessEnv): Promise<Buffer> {
  const program = chromiumIn(env) ?? fail('no-chromium', { names: NAMES })
  const folder = mkdtempSync(join(tmpdir(), 'halt-'))
  try {
    const page = join(folder, 'report.html')
    const pdf = join(folder, 'report.pdf')
    writeFileSync(page, html, { mode: 0o600 })
    const flags = [
      '--headless',
      '--disable-gpu',
      '--disable-extensions',
      '--no-first-run',
      '--no-pdf-header-footer',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--print-to-pdf=${pdf}`,
      // As root it starts in no other way; what it opens is our own page, without scripts, or one that the team wrote.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ]
    const why = await run(program, [...flags, pathToFileURL(page).href], env)
    return readPdf(pdf) ?? fail('pdf-failed', { program, why: why ?? 'ENOENT' })
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The program itself, or the first that `PATH` has of its names. */
export function chromiumIn(env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...paths, ...APPLICATIONS].find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Null where it ended well, else the exit code, signal or error code. */
function run(program: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, argv, { env, timeout: PATIENCE, killSignal: 'SIGKILL' }, (error) => {
      resolve(error === null ? null : String(error.code ?? error.signal ?? error.message))
    })
  })
}

function readPdf(path: string): Buffer | null {
  try {
    const bytes = readFileSync(path)
    return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? bytes : null
  } catch {
    return null
  }
}
