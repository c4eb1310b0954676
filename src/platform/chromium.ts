import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fail } from '../domain/problem.ts'
import { OWNER_ONLY } from './access.ts'
import { writePieces } from './durable.ts'
import { errnoName } from './errno.ts'
import { encodePieces, type TextPieces } from './pieces.ts'
import { finishOnSignal, isRunnable, signalGroup } from './process.ts'

/** Names of Chromium and browsers based on it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const TIMEOUT_MS = 60_000

/**
 * Prints a page to PDF with an installed Chromium, which gets a temporary profile. Leaves no files behind, even if a signal
 * stops it, by which this process then ends. Rejects with `no-chromium` or, if no complete PDF was printed, `pdf-failed`.
 */
export async function printPdf(html: TextPieces, env: NodeJS.ProcessEnv): Promise<Buffer> {
  const program = chromiumIn(env) ?? fail('no-chromium', { names: NAMES })
  const { value, stoppedBy } = await finishOnSignal(
    () => {},
    (stop) => printInTemporaryFolder(program, html, env, stop),
  )
  if (stoppedBy !== null) process.kill(process.pid, stoppedBy)
  // Chromium may exit with 0 although it wrote no complete file: ENOENT then.
  return value.pdf ?? fail('pdf-failed', { program, why: stoppedBy ?? value.why ?? 'ENOENT' })
}

/** Resolves to the PDF, null if it is missing or incomplete, and to `why` the program failed, as `runChromium` says. */
async function printInTemporaryFolder(program: string, html: TextPieces, env: NodeJS.ProcessEnv, stop: AbortSignal) {
  const folder = mkdtempSync(join(tmpdir(), 'halt-'))
  try {
    const page = join(folder, 'report.html')
    const pdf = join(folder, 'report.pdf')
    writePieces(page, encodePieces(html), OWNER_ONLY)
    const flags = [
      '--headless',
      '--disable-gpu',
      '--disable-extensions',
      '--no-first-run',
      '--no-pdf-header-footer',
      '--generate-pdf-document-outline',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--print-to-pdf=${pdf}`,
      // Chromium requires this as root. The page is our own, without scripts, or one that the team wrote.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ]
    const ending = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)])
    // What Chromium would leave in the user's folders, such as for reports of crashes, goes with the folder.
    const own = { ...env, CHROME_CONFIG_HOME: folder, GSETTINGS_BACKEND: 'memory', TMPDIR: folder }
    const why = await runChromium(program, [...flags, pathToFileURL(page).href], own, ending)
    return { pdf: readPdf(pdf), why }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The path of an installed Chromium: the first of its names in `PATH`, else a macOS application. Null if there is none. */
export function chromiumIn(env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...paths, ...APPLICATIONS].find(isRunnable) ?? null
}

/** Runs a program, killing its process group on `ending`. Resolves to null on success, else to the exit code or error. */
function runChromium(program: string, argv: readonly string[], env: NodeJS.ProcessEnv, ending: AbortSignal) {
  return new Promise<string | null>((resolve) => {
    const child = spawn(program, argv, { env, stdio: 'ignore', detached: true })
    const kill = () => signalGroup(child.pid, 'SIGKILL')
    ending.addEventListener('abort', kill)
    child.once('error', (error) => resolve(errnoName(error)))
    child.once('exit', (code, signal) => {
      ending.removeEventListener('abort', kill)
      kill()
      resolve(code === 0 ? null : String(code ?? signal))
    })
  })
}

/** Null if the file is missing or incomplete. */
function readPdf(path: string): Buffer | null {
  try {
    const bytes = readFileSync(path)
    const isWhole = bytes.subarray(0, 5).toString('latin1') === '%PDF-' && bytes.subarray(-1024).includes('%%EOF')
    return isWhole ? bytes : null
  } catch {
    return null
  }
}
