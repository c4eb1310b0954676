import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const PROGRAM = resolve(import.meta.dirname, '../../bin/halt.js')
export const DAY = 86_400_000

/** One fixed time for all tests, so that the date does not change meanwhile; later than the reviews of shipped files. */
export const NOW = Date.now()

/** The date in Tokyo so many days ago, as YYYY-MM-DD. */
export function daysAgo(days: number): string {
  return new Date(NOW + 9 * 3_600_000 - days * DAY).toISOString().slice(0, 10)
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

export const LOCALE = { LANG: 'C.UTF-8', TZ: 'Asia/Tokyo' } as const

interface Place {
  readonly directory: string
  readonly workspace: string
  readonly env: NodeJS.ProcessEnv
  write(path: string, text: string): void
}

/** A workspace that passes every check except for a drill, and a machine with the program on the PATH. */
export function setUpHealthyWorkspace(place: Place): void {
  const bin = join(place.directory, 'bin')
  mkdirSync(bin)
  place.env.PATH = bin
  for (const name of ['haltctl', 'halt']) symlinkSync(PROGRAM, join(bin, name))
  place.write('halt.yaml', SETTINGS)
  place.write('contacts.yaml', contacts())
  program(join(place.workspace, 'publish'), 'exit 1')
}

/** Writes an executable shell script. */
export function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

/** Another installation of the program, without the built files. */
export function installation(place: Place, version: string): string {
  const root = join(place.directory, 'elsewhere')
  mkdirSync(join(root, 'bin'), { recursive: true })
  if (!existsSync(join(root, 'bin', 'halt.js'))) cpSync(PROGRAM, join(root, 'bin', 'halt.js'))
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'halt-runbook', version }))
  return resolve(root, 'bin', 'halt.js')
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
