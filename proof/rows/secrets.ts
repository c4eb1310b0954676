import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Proof } from '../proof.ts'
import { closeAll, Terminal } from '../terminal.ts'
import { Workspace } from '../workspace.ts'

/** What the log says of bytes that are kept beside it. */
interface Kept {
  readonly file: string
  readonly bytes: number
  readonly digest: string
}

/** Secrets in files, in what commands write and in private notes: never chained, and gone once removed. */
export const SECRETS: Proof = {
  fault: 'secrets',
  needs: ['pty'],
  async run(attack) {
    const workspace = new Workspace(attack)
    const before = made(workspace)
    await recorded(workspace, before)
    const secrets = Object.values(before)
    const all = keptIn(workspace)
    const faults = [
      ...kept(workspace, secrets, all),
      ...(await unchained(workspace, secrets)),
      ...(await altered(workspace, all)),
      ...(await removed(workspace, secrets, all)),
    ]
    closeAll()
    return {
      holds: faults.length === 0 && all.length === EXPECTED,
      figure: `${secrets.length} secrets in ${all.length} pieces of evidence: ${faults.length} faults${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
    }
  },
}

/** Two files, output and errors of two commands, three private notes. */
const EXPECTED = 9

type Where = 'file' | 'large' | 'output' | 'errors' | 'cut' | 'note' | 'guessed' | 'typed'

/** Secrets nobody could come to by chance, and one of four digits that anybody could go through. */
function made({ directory }: Workspace): Readonly<Record<Where, string>> {
  const any = () => randomBytes(12).toString('hex')
  const secrets = {
    file: any(),
    large: any(),
    output: any(),
    errors: any(),
    cut: any(),
    note: any(),
    guessed: '7391',
    typed: any(),
  }
  writeFileSync(join(directory, 'keys.txt'), `password=${secrets.file}\n`)
  writeFileSync(
    join(directory, 'dump.bin'),
    Buffer.concat([randomBytes(2_000_000), Buffer.from(secrets.large), randomBytes(99)]),
  )
  return secrets
}

async function recorded(workspace: Workspace, secrets: Readonly<Record<Where, string>>): Promise<void> {
  const { directory } = workspace
  for (const [name, secret] of [
    ['both.sh', `echo ${secrets.output}; echo ${secrets.errors} >&2`],
    ['failing.sh', `echo ${secrets.cut}; echo x >&2; exit 3`],
  ] as const)
    writeFileSync(join(directory, name), secret)
  await workspace.ok('start', '--type', 'security-incident')
  await workspace.ok('note', 'as found', '--attach', 'keys.txt', '--attach', 'dump.bin')
  await workspace.ok('exec', '--', 'sh', 'both.sh')
  const failed = await workspace.halt('exec', '--', 'sh', 'failing.sh')
  if (failed.code !== 6) throw new Error(`a command that failed: exit ${failed.code}`)
  await workspace.ok('note', '--private', `the reporter said ${secrets.note}`)
  await workspace.ok('note', '--private', secrets.guessed)
  const terminal = new Terminal(workspace, ['walk'])
  let from = await terminal.until(/> ?$/)
  await terminal.enter('/private')
  from = await terminal.until(/[Pp]rivate note:[^>]*> ?$/, from)
  await terminal.enter(`typed ${secrets.typed}`)
  from = await terminal.until(/private note/, from)
  await terminal.until(/> ?$/, from)
  terminal.type('\u0003')
  await terminal.end()
}

function keptIn(workspace: Workspace): Kept[] {
  return workspace.lines().flatMap(({ data }) => [...piecesOf(data)])
}

function* piecesOf(value: unknown): Generator<Kept> {
  if (typeof value !== 'object' || value === null) return
  if ('digest' in value && 'bytes' in value && 'file' in value) yield value as Kept
  else for (const inner of Object.values(value)) yield* piecesOf(inner)
}

/** Each piece is there, for its owner alone, and its size and salted digest are what the log says. */
function kept({ incident }: Workspace, secrets: readonly string[], all: readonly Kept[]): string[] {
  const place = join(incident, 'evidence')
  const bytes = all.map(({ file }) => readFileSync(join(place, file)))
  const faults = all.flatMap(({ file, bytes: size, digest }, i) => {
    const salt = readFileSync(join(place, `${file}.salt`))
    const own = bytes[i] as Buffer
    const modes = [file, `${file}.salt`].map((name) => statSync(join(place, name)).mode & 0o777)
    if (salt.length !== 32) return [`${file}: a salt of ${salt.length} bytes`]
    if (own.length !== size || sum(salt, own) !== digest) return [`${file}: other bytes than the log says`]
    return modes.every((mode) => mode === 0o600) ? [] : [`${file}: modes ${modes}`]
  })
  if ((statSync(place).mode & 0o777) !== 0o700) faults.push('the folder is open to others')
  const lost = secrets.filter((secret) => !bytes.some((own) => own.includes(secret)))
  return [...faults, ...lost.map(() => 'a secret was not kept at all')]
}

function sum(...parts: readonly (Buffer | string)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const LOOKS = [
  ['log'],
  ['log', '--json'],
  ['status'],
  ['status', '--json'],
  ['report', '--audience', 'internal'],
  ['report', '--format', 'json'],
  ['report', '--audience', 'internal', '--format', 'html'],
  ['report', '--audience', 'regulator'],
  ['list'],
  ['verify', '--json'],
  ['evidence', 'list', '--json'],
  ['next', '--all'],
]

/** No secret stands anywhere else, as it is or as what could be compared with a guess; nor does any command show one. */
async function unchained(workspace: Workspace, secrets: readonly string[]): Promise<string[]> {
  const elsewhere = [...filesIn(workspace.path), ...filesIn(workspace.state)].filter(
    (path) => !/[/\\]evidence[/\\]/.test(path),
  )
  const shown = await Promise.all(
    LOOKS.map(async (args) => [args.join(' '), await workspace.ok(...args, '-i', 'latest')] as const),
  )
  const texts = [
    ...elsewhere.map((path) => [relative(workspace.directory, path), readFileSync(path, 'latin1')] as const),
    ...shown,
  ]
  return texts.flatMap(([name, text]) => {
    const found = secrets.filter((secret) => formsOf(secret).some((form) => text.includes(form)))
    return found.map((secret) => `${name} has ${secret}`)
  })
}

/** The secret, and digests of it that need no salt to be found by trying; four digits alone stand in any hash. */
function formsOf(secret: string): string[] {
  const digests = [secret, `${secret}\n`, `password=${secret}\n`, `the reporter said ${secret}`, `typed ${secret}`].map(
    (text) => sum(text),
  )
  return secret.length > 4 ? [secret, Buffer.from(secret).toString('base64').slice(0, -4), ...digests] : digests
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** What is done to the salt and the bytes of one piece. */
type Alteration = (salt: Buffer, bytes: Buffer) => readonly [Buffer, Buffer]

const flipped = (bytes: Buffer) => Buffer.concat([Buffer.from([(bytes[0] as number) ^ 1]), bytes.subarray(1)])
/** The same digest over both, the border between them elsewhere. */
const shifted =
  (border: number): Alteration =>
  (salt, bytes) => {
    const all = Buffer.concat([salt, bytes])
    return [all.subarray(0, border), all.subarray(border)]
  }

const ALTERATIONS: readonly Alteration[] = [
  (salt, bytes) => [salt, flipped(bytes)],
  (salt, bytes) => [flipped(salt), bytes],
  shifted(31),
  shifted(33),
]

/** Bytes or a salt that were changed, or the border between them, are noticed; the log itself stays whole. */
async function altered(workspace: Workspace, all: readonly Kept[]): Promise<string[]> {
  const faults: string[] = []
  for (const [i, alter] of ALTERATIONS.entries()) {
    const { file } = all[i % all.length] as Kept
    const path = join(workspace.incident, 'evidence', file)
    const before = [readFileSync(`${path}.salt`), readFileSync(path)] as const
    write(path, alter(...before))
    const { evidence } = JSON.parse((await workspace.halt('evidence', 'list', '--json')).out) as {
      evidence: { file: string; standing: string }[]
    }
    const { standing } = evidence.find((piece) => piece.file === file) ?? {}
    if (standing !== 'altered') faults.push(`${file} was altered and is ${standing}`)
    if ((await workspace.halt('verify')).code !== 4) faults.push('verify does not see it')
    write(path, before)
  }
  return faults
}

function write(path: string, [salt, bytes]: readonly [Buffer, Buffer]): void {
  writeFileSync(`${path}.salt`, salt)
  writeFileSync(path, bytes)
}

/** Once removed nothing of them is left, the log says so and verifies, and no command finds them again. */
async function removed(workspace: Workspace, secrets: readonly string[], all: readonly Kept[]): Promise<string[]> {
  const events = workspace.lines().length
  const files = all.map(({ file }) => file)
  const { code, err } = await workspace.halt('evidence', 'remove', ...files, '--reason', 'asked to')
  if (code !== 0) return [`remove exited ${code}: ${err}`]
  const said = workspace
    .lines()
    .slice(events)
    .filter(({ type }) => type === 'evidence.removed')
    .map(({ data }) => data.file)
  const left = filesIn(workspace.path).filter((path) => {
    const bytes = readFileSync(path)
    return secrets.some((secret) => secret.length > 4 && bytes.includes(secret))
  })
  const faults = [
    ...(files.every((file) => said.includes(file)) ? [] : [`the log says of ${said.length} that they go`]),
    ...left.map((path) => `${path} still has one`),
    ...files
      .filter(
        (file) =>
          existsSync(join(workspace.incident, 'evidence', file)) ||
          existsSync(join(workspace.incident, 'evidence', `${file}.salt`)),
      )
      .map((file) => `${file} is still there`),
    ...(await unchained(workspace, secrets)),
  ]
  const shown = await workspace.halt('evidence', 'show', files[0] as string)
  if (shown.code === 0 || shown.out !== '') faults.push('what is removed is shown')
  if ((await workspace.halt('verify')).code !== 0) faults.push('the log does not verify afterwards')
  return faults
}
