import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'

/** One thing broken on purpose: a piece of one source, and what stands in its place. */
export interface Fault {
  readonly name: string
  readonly file: string
  readonly piece: string
  readonly instead: string
}

export const FAULTS = {
  unsynced: {
    name: 'an append is not synced',
    file: 'src/platform/durable.ts',
    piece: '  try {\n    fsyncSync(fd)\n  } catch (error) {\n    throw Object.assign(error as Error, { uncut:',
    instead: '  try {\n  } catch (error) {\n    throw Object.assign(error as Error, { uncut:',
  },
  folderUnsynced: {
    name: 'a folder is not synced after something was created in it',
    file: 'src/platform/durable.ts',
    piece: "  withOpenFile(openSync(path, 'r'), (fd) => fsyncSync(fd))\n",
    instead: "  withOpenFile(openSync(path, 'r'), () => {})\n",
  },
  early: {
    name: 'an event is acknowledged before it is written',
    file: 'src/store/log-writing.ts',
    piece: '    if (file === null) createDurably(path, bytes, access)\n',
    instead: `
    for (const { writer, seq } of sealed) process.stderr.write(writer + ':' + seq + '\\n')
    if (file === null) createDurably(path, bytes, access)
`,
  },
  syncBelieved: {
    name: 'a failed sync is passed over',
    file: 'src/platform/durable.ts',
    piece: '    throw Object.assign(error as Error, { uncut: !cutBack(fd, length), unsafe: true })',
    instead: '',
  },
  shortWrite: {
    name: 'a short write is taken for a whole one',
    file: 'src/platform/durable.ts',
    piece: '    done += count\n',
    instead: '    done = bytes.length\n',
  },
  uncut: {
    name: 'what was written in part is not cut off again',
    file: 'src/platform/durable.ts',
    piece: '  try {\n    ftruncateSync(fd, length)\n  } catch {\n    return false\n  }\n',
    instead: '',
  },
  unlocked: {
    name: 'the lock keeps nobody out',
    file: 'src/store/lock.ts',
    piece: '    const before = entries.slice(0, index)\n',
    instead: '    const before: LockEntry[] = []\n',
  },
  stolen: {
    name: 'the lock of another process namespace is taken from it',
    file: 'src/store/lock-entry.ts',
    piece: "  if (namespaces !== myNamespaces) return 'container'\n",
    instead: "  if (namespaces !== myNamespaces) return 'gone'\n",
  },
  forgotten: {
    name: 'the head is not kept outside the workspace',
    file: 'src/store/log-writing.ts',
    piece: 'this.isHeadKept = this.writerState.keepHead(this.id, this.keptHead)\n',
    instead: 'this.isHeadKept = true\n',
  },
  forked: {
    name: 'a log that is behind is gone on with by the same writer',
    file: 'src/store/log-writing.ts',
    piece: '    if (abandoned.has(this.writerState.writer())) this.writerState.replaceWriter()\n',
    instead: '',
  },
  unchecked: {
    name: 'the hash of a line is not checked',
    file: 'src/domain/log/line.ts',
    piece:
      "  if (hash !== null && hash !== given) return { damage: HASH.test(given) ? 'hash-differs' : 'not-a-line' }\n",
    instead: '',
  },
  unsigned: {
    name: 'a signature of somebody else is taken for that of the writer',
    file: 'src/domain/log/signature.ts',
    piece: "  return publicKey !== null && verify(null, bytes, publicKey, Buffer.from(sig, 'base64'))\n",
    instead: '  return publicKey !== null\n',
  },
  unwary: {
    name: 'every writer is known',
    file: 'src/domain/log/known-writers.ts',
    piece: '  return new Set([...reachableFrom(first, neighbours)].filter((one) => births.has(one)))\n',
    instead: '  return new Set(births.keys())\n',
  },
  takenOver: {
    name: 'a turn of another machine is taken over without a word',
    file: 'src/relay/sending-turns.ts',
    piece: '  if (open !== null && !isAlone) refuse(journal, channel, open)\n',
    instead: '',
  },
  unmeasured: {
    name: 'the lengths of salt and evidence are not compared',
    file: 'src/evidence/io/evidence-status.ts',
    piece: 'flawOf(salt, content, bytes) ?? ',
    instead: '',
  },
  uncompared: {
    name: 'a relay that has as many lines is taken to have the same',
    file: 'src/domain/relay/holdings.ts',
    piece: 'holdingDigest(hashes.slice(0, top)) === digest ? ',
    instead: 'digest.length > 0 ? ',
  },
  crowded: {
    name: 'a place in a relay has room for one line only',
    file: 'src/relay/io/schema.ts',
    piece: '  primary key (incident, writer, seq, hash)\n',
    instead: '  primary key (incident, writer, seq)\n',
  },
  untried: {
    name: 'a relay is relied upon to give word of what is new',
    file: 'src/relay/io/connection.ts',
    piece: '    return isHeard\n',
    instead: '    return true\n',
  },
  endless: {
    name: 'an answer of a relay is waited for without end',
    file: 'src/relay/io/connection.ts',
    piece: ', query_timeout: limitMs }',
    instead: ' }',
  },
  credulous: {
    name: 'lines of a relay are taken over without being checked',
    file: 'src/store/stored-lines.ts',
    piece: 'lines.filter((line) => chain.accept(line))',
    instead: 'lines.filter((line) => chain.accept(line) || true)',
  },
} as const satisfies Readonly<Record<string, Fault>>

/** Throws where the piece to be broken is not in the sources, just once. */
export function mustFind(root: string, fault: Fault): void {
  replaced(readFileSync(join(root, fault.file), 'utf8'), fault)
}

/**
 * Builds the program into a folder of its own, as `npm run build` does, with a fault or, as a control, with none. Gives the
 * path of its `bin/halt.js`.
 */
export async function build(root: string, folder: string, fault: Fault | null): Promise<string> {
  for (const name of ['bin', 'runbooks', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  let broken = 0
  const bundle = await rolldown({
    cwd: root,
    input: { main: 'src/cli/io/main.ts', generate: 'src/cli/io/generate.ts' },
    platform: 'node',
    plugins: [
      {
        name: 'fault',
        load(id) {
          if (fault === null || relative(root, id) !== fault.file) return null
          broken += 1
          return { code: replaced(readFileSync(id, 'utf8'), fault), moduleType: 'ts' }
        },
      },
    ],
  })
  const dir = join(folder, 'dist')
  await bundle.write({ dir, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' })
  await bundle.close()
  if (fault !== null && broken !== 1) throw new Error(`${fault.file} was built ${broken} times`)
  execFileSync(process.execPath, [join(dir, 'generate.cjs')], { cwd: folder })
  return join(folder, 'bin/halt.js')
}

function replaced(code: string, { file, piece, instead }: Fault): string {
  const found = code.split(piece).length - 1
  if (found !== 1) throw new Error(`${file} has ${found} times: ${piece}`)
  return code.replace(piece, () => instead)
}
