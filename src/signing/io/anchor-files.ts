import { constants, existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Head } from '../../domain/log/event.ts'
import { headText } from '../../domain/log/line.ts'
import { sha256 } from '../../domain/log/sha256.ts'
import { introductionOf } from '../../domain/log/signature.ts'
import { fail } from '../../domain/problem.ts'
import { accessOf } from '../../platform/access.ts'
import { makeDirectory, replaceDurably } from '../../platform/durable.ts'
import { readStart } from '../../platform/regular-files.ts'

// What is signed or time-stamped stands beside the log, in `anchors/`: the head of a log as text, and the keys of writers.
// Each signature and each token is a file beside that.

const FOLDER = 'anchors'
const HEAD_FILE = /^([0-9a-f]{16})\.head$/
/** How many digits of a head its file's name begins with. */
const NAME_DIGITS = 16
const SIGNATURE = '.sig'
const TOKEN = '.tsr'
const MAX_BYTES = 16 * 1024 * 1024
/** How many signatures, and how many tokens, of one file are looked at. Whoever can write to the folder can add more. */
export const MAX_BESIDES = 16
const SIGNATURE_START = Buffer.from('-----BEGIN SSH SIGNATURE-----')
/** A token is a SEQUENCE in DER. */
const TOKEN_START = Buffer.from([0x30])

/** A file in `anchors/` that can be signed. The content is empty if it cannot be read, or is no regular file. */
export interface AnchorFile {
  readonly name: string
  readonly path: string
  readonly content: Buffer
}

/** What stands beside a file: the first `MAX_BESIDES` of it, and how many more there are. */
export interface Besides<T> {
  readonly found: readonly T[]
  readonly more: number
}

/** Writes the head as text, unless that is there; returns its file. */
export function writeHeadFile(directory: string, heads: Iterable<Head>): AnchorFile {
  const text = headText(heads)
  return write(directory, `${sha256(text).slice(0, NAME_DIGITS)}.head`, text)
}

/** Writes the key of a writer as text, unless that is there; returns its file. */
export function writeKeyFile(directory: string, writer: string, key: string): AnchorFile {
  return write(directory, keyFileName(writer), introductionOf(key))
}

/** The path of the signature that a writer's machine makes of a head. */
export function headSignaturePath({ path }: AnchorFile, writer: string): string {
  return `${path}.${writer}${SIGNATURE}`
}

/** The path of the first signature of a writer's key. */
export function keySignaturePath(directory: string, writer: string): string {
  return join(directory, FOLDER, `${keyFileName(writer)}${SIGNATURE}`)
}

export function writeSignature(path: string, signature: string): void {
  replaceDurably(path, Buffer.from(signature), accessOf(join(path, '..')))
}

/** Writes the response of a time-stamping authority (RFC 3161, DER). */
export function writeToken(directory: string, name: string, response: Uint8Array): void {
  const folder = join(directory, FOLDER)
  replaceDurably(join(folder, name), response, accessOf(folder))
}

/**
 * The names of the files for tokens of an authority, given by its URL: the next one is used where somebody else has put
 * something under the first.
 */
function tokenNames({ name }: Named, authority: string): string[] {
  const start = `${name}.${new URL(authority).host.replaceAll(/[^A-Za-z0-9.-]/g, '_')}`
  return Array.from({ length: MAX_BESIDES }, (_, i) => `${start}${i === 0 ? '' : `.${i + 1}`}${TOKEN}`)
}

/** Where a token of an authority belongs: not in place of one, nor of what is no file. Null if all of its names are taken. */
export function placeForToken(
  directory: string,
  head: Named,
  authority: string,
  isToken: (name: string) => boolean,
): string | null {
  const isFree = (name: string) => {
    const stats = lstatSync(join(directory, FOLDER, name), { throwIfNoEntry: false })
    return stats === undefined || (stats.isFile() && !isToken(name))
  }
  return tokenNames(head, authority).find(isFree) ?? null
}

/** A token as it was kept. */
export interface TokenFile {
  readonly name: string
  /** Empty if it is none, or no regular file. */
  readonly response: Buffer
}

/** The time-stamp tokens of a head: first those under the names that these authorities' have, then by name. */
export function tokensOf(
  directory: string,
  head: AnchorFile,
  authorities: readonly string[],
  beside = namesBeside(directory),
): Besides<TokenFile> {
  const first = () => authorities.flatMap((authority) => tokenNames(head, authority))
  const { found, more } = besides(beside, head, TOKEN, first)
  const tokens = found.map((name) => {
    const response = readOwn(join(directory, FOLDER, name))
    return { name, response: startsWith(response, TOKEN_START) ? response : NOTHING }
  })
  return { found: tokens, more }
}

/** The names of the files of heads. */
export function headNames(directory: string): string[] {
  return names(directory).filter((name) => HEAD_FILE.test(name))
}

/** The heads that were written to be signed, sorted by name. */
export function headFiles(directory: string): AnchorFile[] {
  return headNames(directory).map((name) => {
    const path = join(directory, FOLDER, name)
    return { name, path, content: readOwn(path) }
  })
}

/** A file with the name of a signature; `isOne` unless it does not begin as one, or is no regular file. */
export interface SignatureFile {
  readonly path: string
  readonly isOne: boolean
}

/** The files with signatures of a writer's key, those first that its own machine makes. */
export function keySignatures(directory: string, writer: string): Besides<SignatureFile> {
  return signaturesOf(directory, { name: keyFileName(writer) }, [])
}

/** The files with signatures of a file: first those that the machines of these writers make, then by name. */
export function signaturesOf(
  directory: string,
  file: Named,
  writers: Iterable<string>,
  beside = namesBeside(directory),
): Besides<SignatureFile> {
  const first = () => [`${file.name}${SIGNATURE}`, ...[...writers].map((one) => `${file.name}.${one}${SIGNATURE}`)]
  const { found, more } = besides(beside, file, SIGNATURE, first)
  return { found: found.map((name) => signatureFile(join(directory, FOLDER, name))), more }
}

/** Looks at a file before ssh-keygen does, which would wait for a pipe. */
export function signatureFile(path: string): SignatureFile {
  return { path, isOne: startsWith(readOwn(path, SIGNATURE_START.length), SIGNATURE_START) }
}

type Named = Pick<AnchorFile, 'name'>

/** The names in `anchors/`, sorted, by the file that they stand beside. */
export type NamesBeside = ReadonlyMap<string, readonly string[]>

/** Whoever looks at many files reads the folder once: others can fill it. */
export function namesBeside(directory: string): NamesBeside {
  const beside = new Map<string, string[]>()
  for (const name of names(directory)) {
    const [file] = /^[^.]*\.[^.]*(?=\.)/.exec(name) ?? []
    if (file === undefined) continue
    const known = beside.get(file)
    if (known === undefined) beside.set(file, [name])
    else known.push(name)
  }
  return beside
}

function besides(
  beside: NamesBeside,
  { name }: Named,
  ending: string,
  first: () => readonly string[],
): Besides<string> {
  const all = (beside.get(name) ?? []).filter((other) => other.endsWith(ending))
  if (all.length === 0) return { found: [], more: 0 }
  const there = new Set(all)
  const found = [...new Set([...first().filter((one) => there.has(one)), ...all])].slice(0, MAX_BESIDES)
  return { found, more: all.length - found.length }
}

const NOTHING = Buffer.alloc(0)

/** The first bytes of a regular file that is no link; none of anything else. */
function readOwn(path: string, limit = MAX_BYTES): Buffer {
  try {
    return readStart(path, limit, constants.O_NOFOLLOW)
  } catch {
    return NOTHING
  }
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start)
}

function keyFileName(writer: string): string {
  return `${writer}.key`
}

function names(directory: string): string[] {
  const folder = join(directory, FOLDER)
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).sort() : []
}

/** Throws `bad-anchors-folder` if `anchors/` is a link, which may lead anywhere, or no folder. */
function write(directory: string, name: string, text: string): AnchorFile {
  const folder = join(directory, FOLDER)
  const path = join(folder, name)
  const content = Buffer.from(text)
  const access = accessOf(directory)
  const stats = lstatSync(folder, { throwIfNoEntry: false })
  if (stats === undefined) makeDirectory(folder, access)
  else if (!stats.isDirectory()) fail('bad-anchors-folder', { path: folder })
  if (!existsSync(path)) replaceDurably(path, content, access)
  return { name, path, content }
}
