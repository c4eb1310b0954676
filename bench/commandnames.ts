import { execFileSync } from 'node:child_process'
import { PROGRAM } from './program.ts'

/** The names of all commands, as the program lists them. */
export function commandNames(): string[] {
  const help = execFileSync(process.execPath, [PROGRAM, '--help', '--lang', 'en'], { encoding: 'utf8' })
  const names = [...help.matchAll(/^ {2}([a-z][a-z-]*) {2,}/gm)].map(([, name = '']) => name)
  return names.filter((name) => name !== 'help')
}
