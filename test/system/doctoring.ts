import { spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench, type Outcome, PROGRAM } from './bench.ts'

const DAY = 86_400_000

/** A day in Tokyo, YYYY-MM-DD, so many before today. */
export function daysAgo(days: number): string {
  return new Date(Date.now() + 9 * 3_600_000 - days * DAY).toISOString().slice(0, 10)
}

const PERSON = (name: string) => `  ${name.toLowerCase()}: { name: ${name}, reach: [{ by: phone, to: "1" }] }\n`
const DEPARTMENTS = ['system', 'customer-support', 'public-relations', 'legal', 'security']

export const SETTINGS = `organisation: { ja: 例示取引所 }
contact: { ja: support@example.com }
channels:
  website: { via: file, path: site/notices, publish: [./publish] }
review: { runbooks: 3650d, templates: 3650d }
`

export function contacts(reviewed = daysAgo(1)): string {
  const departments = DEPARTMENTS.map((id) => `  ${id}: { head: sato, deputies: [kato] }\n`)
  return `reviewed: ${reviewed}\npeople:\n${PERSON('Sato')}${PERSON('Kato')}departments:\n${departments.join('')}`
}

/** A machine and a workspace with nothing amiss: a drill done, a folder to publish to, programs where they belong. */
export function healthy(env: NodeJS.ProcessEnv = {}): Bench {
  const bench = undrilled(env)
  bench.ok('start', '--type', 'system-failure', '--drill')
  bench.ok('close', '--force', '--reason', 'over')
  return bench
}

/** The same, but for the drill. */
export function undrilled(env: NodeJS.ProcessEnv = {}): Bench {
  const bench = new Bench({ LANG: 'C.UTF-8', TZ: 'Asia/Tokyo', ...env })
  const bin = join(bench.directory, 'bin')
  mkdirSync(bin)
  bench.env.PATH = bin
  symlinkSync(PROGRAM, join(bin, 'haltctl'))
  symlinkSync(PROGRAM, join(bin, 'halt'))
  program(join(bin, 'timedatectl'), 'echo yes')
  bench.write('halt.yaml', SETTINGS)
  bench.write('contacts.yaml', contacts())
  program(join(bench.workspace, 'publish'), 'exit 1')
  return bench
}

/** A program of a few words for a shell. */
export function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

/** Runs the program beside this process, whose own servers can then answer it. */
export function running(bench: Bench, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...bench.env, ...env },
    cwd: bench.directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text
  })
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })))
}

export interface Found {
  readonly area: string
  readonly code: string
  readonly level: string
  readonly message: string
  readonly mend: string
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
}

/** What is found, as data that the schema holds. */
export async function examined(bench: Bench, env: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
  const { code, out, err } = await running(bench, ['doctor', '--json', ...args], env)
  if (out === '') throw new Error(err)
  const document = documentSchemas.doctor.parse(JSON.parse(out))
  return { code, offline: document.offline, findings: document.findings as readonly Found[] }
}

/** The findings of one code. */
export async function foundOf(code: string, bench: Bench, env: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
  return (await examined(bench, env, ...args)).findings.filter((finding) => finding.code === code)
}

/** The environment of a process whose clock is ahead by so many days. */
export function ahead(bench: Bench, days: number): NodeJS.ProcessEnv {
  const path = join(bench.directory, 'ahead.cjs')
  writeFileSync(path, `const now = Date.now\nDate.now = () => now() + ${days * DAY}\n`)
  return { NODE_OPTIONS: `--require ${path}` }
}

/** Another installation of the program: its files, without what the build made. */
export function installation(bench: Bench, version: string): string {
  const root = join(bench.directory, 'elsewhere')
  mkdirSync(join(root, 'bin'), { recursive: true })
  if (!existsSync(join(root, 'bin', 'halt.js'))) cpSync(PROGRAM, join(root, 'bin', 'halt.js'))
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'halt-runbook', version }))
  return resolve(root, 'bin', 'halt.js')
}
