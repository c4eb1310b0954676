import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ACTIVE } from '../inert.ts'
import type { Attack, Proof } from '../proof.ts'
import { hasErrorCode } from '../refusal.ts'
import { inTurns } from '../turns.ts'
import { type Ran, Workspace } from '../workspace.ts'

const COMMANDS: readonly (readonly string[])[] = [
  ['start', '--type', 'system-failure'],
  ['note', 'x'],
  ['status'],
  ['log', '--json'],
  ['list'],
  ['verify'],
]

const LONG = 'x'.repeat(100_000)
const ESCAPES = '\u001b[2J\u202e\r\n$(id)'

/** Folders and variables as nobody would set them on purpose. */
export const SURROUNDINGS: Proof = {
  fault: 'hostile surroundings',
  needs: [],
  async run(attack) {
    const faults: string[] = []
    let [recorded, refused] = [0, 0]
    const all = Object.entries(surroundings())
    const trials = all.map(([name, envOf]) => async () => {
      const { workspace, home } = made(attack)
      const ended: Ran[] = []
      for (const args of COMMANDS) ended.push(await ran(workspace, envOf(home), args))
      for (const [i, one] of ended.entries()) {
        const fault = faultOf(one)
        if (fault !== null) faults.push(`${name}, ${COMMANDS[i]?.[0]}: ${fault}`)
      }
      const [began, noted, , log] = ended as [Ran, Ran, Ran, Ran]
      if (began.code === 0) recorded += 1
      else refused += 1
      if (noted.code === 0 && !log.out.includes('"type":"note.added"')) faults.push(`${name}: the note is not there`)
    })
    await inTurns(trials)
    return {
      holds: faults.length === 0 && recorded > 0 && refused > 0,
      figure: `${all.length} odd folders and variables, ${all.length * COMMANDS.length} commands: ${recorded} recorded all the same, ${refused} refused, ${faults.length} faults${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
    }
  },
}

function made(attack: Attack): { workspace: Workspace; home: string } {
  const home = attack.folder()
  writeFileSync(join(home, 'file'), 'x')
  symlinkSync('loop', join(home, 'loop'))
  symlinkSync('/dev/null', join(home, 'null'))
  mkdirSync(join(home, 'cwd'))
  return { workspace: new Workspace(attack, {}, home), home }
}

function ran(workspace: Workspace, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ran> {
  return workspace.haltWith(
    { env, cwd: join(workspace.directory, 'cwd'), under: ['timeout', '-s', 'KILL', '20'] },
    ...args,
  )
}

/** Done, or refused with a typed error in words that act on nothing; never a defect, a crash or a wait without end. */
function faultOf({ code, signal, out, err }: Ran): string | null {
  if (code === null || code === 1 || code > 128) return `ended by ${signal ?? code}: ${err.slice(0, 300)}`
  const shown = out.startsWith('{') ? err : out + err
  if (ACTIVE.test(shown)) return `shows ${JSON.stringify(shown.slice(0, 300))}`
  if (code !== 0 && !hasErrorCode(err)) return `exit ${code} without a code: ${err.slice(0, 300)}`
  return null
}

/** What is set, given a folder that has `file`, `loop` (a symbolic link to itself) and `null` (one to a device). */
function surroundings(): Readonly<Record<string, (home: string) => NodeJS.ProcessEnv>> {
  const workspace = (path: string) => (home: string) => ({ HALT_DIR: join(home, path) })
  const state = (path: string) => (home: string) => ({ XDG_STATE_HOME: join(home, path) })
  const always = (env: NodeJS.ProcessEnv) => () => env
  return {
    'HALT_DIR of two lines': workspace('a\nhalt: b'),
    'HALT_DIR with escapes': workspace(ESCAPES),
    'HALT_DIR upwards': (home) => ({ HALT_DIR: `${home}/a/../../${basename(home)}/w` }),
    'HALT_DIR a file': workspace('file'),
    'HALT_DIR a loop': workspace('loop'),
    'HALT_DIR in a loop': workspace('loop/x'),
    'HALT_DIR a device': workspace('null'),
    'HALT_DIR /proc/self': always({ HALT_DIR: '/proc/self' }),
    'HALT_DIR of a name too long': workspace('y'.repeat(256)),
    'HALT_DIR too long': always({ HALT_DIR: `/${LONG}` }),
    'HALT_DIR blank': always({ HALT_DIR: ' ' }),
    'HALT_DIR like a flag': always({ HALT_DIR: '--help' }),
    'XDG_STATE_HOME a file': state('file'),
    'XDG_STATE_HOME a loop': state('loop'),
    'XDG_STATE_HOME a device': state('null'),
    'XDG_STATE_HOME relative': always({ XDG_STATE_HOME: 'relative/x' }),
    'XDG_STATE_HOME too long': always({ XDG_STATE_HOME: `/${LONG}` }),
    'XDG_STATE_HOME with escapes': state(ESCAPES),
    'no HOME, no XDG': always({ HOME: '', XDG_STATE_HOME: '' }),
    'HOME that is not there': (home) => ({ HOME: join(home, 'not/there'), XDG_STATE_HOME: '', HALT_DIR: '' }),
    'HALT_LANG unknown': always({ HALT_LANG: ESCAPES, LC_ALL: 'xx_YY.ZZ', LC_MESSAGES: '\u001b', LANG: '../..' }),
    'HALT_LANG long': always({ HALT_LANG: LONG }),
    'HALT_OPERATOR with escapes': always({ HALT_OPERATOR: ESCAPES }),
    'HALT_OPERATOR long': always({ HALT_OPERATOR: LONG }),
    'nobody by name': always({ HALT_OPERATOR: '', USER: '', LOGNAME: '' }),
    'HALT_INCIDENT upwards': always({ HALT_INCIDENT: '../../etc' }),
    'HALT_INCIDENT with escapes': always({ HALT_INCIDENT: ESCAPES }),
    'HALT_INCIDENT long': always({ HALT_INCIDENT: LONG }),
    'TZ with escapes': always({ TZ: ESCAPES }),
    'TZ a file': always({ TZ: ':/etc/passwd' }),
    'TZ long': always({ TZ: LONG }),
    'COLUMNS negative': always({ COLUMNS: '-1', LINES: 'x' }),
    'TERM with escapes': always({ TERM: ESCAPES, COLORTERM: ESCAPES, NO_COLOR: ESCAPES }),
    'CI with escapes': always({ CI: ESCAPES }),
  }
}
