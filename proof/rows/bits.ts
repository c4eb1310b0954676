import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkBytes } from '../chain.ts'
import { Hosted } from '../hosted.ts'
import type { Proof } from '../proof.ts'
import { Workspace } from '../workspace.ts'

const EVENTS = 50

/** One bit of a log that lies on a disk for years, or that somebody flips. */
export const BITS: Proof = {
  fault: 'altered bits',
  needs: [],
  async run(attack) {
    const workspace = new Workspace(attack)
    const hosted = new Hosted(attack)
    try {
      const whole = await written(workspace, hosted)
      const head = whole.indexOf(0x0a)
      const end = (whole.length - 1) * 8
      const [ofFirst, ofRest] = attack.full ? [4000, end - head * 8] : attack.brief ? [100, 200] : [2000, 4000]
      const bits = [...spread(0, head * 8, ofFirst), ...spread(head * 8, end, ofRest), ...spread(end, end + 8, 8)]
      const seen = { damaged: 0, torn: 0 }
      const runbook = await runbookFlipped(workspace, hosted, attack.full ? 1000 : attack.brief ? 10 : 100)
      const faults: string[] = []
      for (const [i, bit] of bits.entries()) {
        const found = await flipped(workspace, hosted, whole, bit, i % 8 === 0)
        if (found === 'damaged' || found === 'torn') seen[found] += 1
        else faults.push(`bit ${bit}: ${found}`)
      }
      return {
        holds:
          faults.length === 0 &&
          bits.length > ofFirst &&
          seen.damaged === bits.length - 8 &&
          runbook.noticed === runbook.flipped,
        figure: `${bits.length} bits of ${EVENTS} events flipped (${ofFirst} of them in the first line): ${seen.damaged} refused as damaged, ${seen.torn} (of the last LF) named as torn, ${faults.length} missed; ${runbook.noticed} of ${runbook.flipped} of the runbook beside it noticed${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
      }
    } finally {
      hosted.end()
    }
  },
}

async function written(workspace: Workspace, hosted: Hosted): Promise<Buffer> {
  await workspace.ok('start', '--type', 'system-failure', '--title', '注文が通らない')
  for (let n = 2; n <= EVENTS; n += 1) {
    const { code, err } = await hosted.reply({ args: ['note', `note ${n} 記録`], env: workspace.env })
    if (code !== 0) throw new Error(err)
  }
  const whole = readFileSync(workspace.file)
  if (checkBytes(whole).lines.length !== EVENTS) throw new Error('not as many events as there should be')
  return whole
}

/** Bits evenly spread over [from, to), the first and the last of them included. */
function spread(from: number, to: number, count: number): number[] {
  const wanted = Math.min(count, to - from)
  return Array.from({ length: wanted }, (_, i) => from + Math.floor((i * (to - from - 1)) / (wanted - 1)))
}

/** Flips bits of the runbook beside the log: how many, and how many `verify` names without touching it. */
async function runbookFlipped({ incident, env }: Workspace, hosted: Hosted, most: number) {
  const name = readdirSync(incident).find((file) => file.startsWith('runbook.')) ?? ''
  const path = join(incident, name)
  const whole = readFileSync(path)
  let noticed = 0
  const bits = spread(0, whole.length * 8, most)
  for (const bit of bits) {
    const bytes = Buffer.from(whole)
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
    writeFileSync(path, bytes)
    const { code, err } = await hosted.reply({ args: ['verify'], env })
    if (code === 4 && err.includes('(runbook-missing)') && readFileSync(path).equals(bytes)) noticed += 1
  }
  writeFileSync(path, whole)
  return { flipped: bits.length, noticed }
}

/** What the program makes of the log with one bit flipped: `damaged`, `torn`, or what it did wrong. */
async function flipped(
  { file, env }: Workspace,
  hosted: Hosted,
  whole: Buffer,
  bit: number,
  records: boolean,
): Promise<string> {
  const bytes = Buffer.from(whole)
  const at = bit >> 3
  bytes[at] = (bytes[at] as number) ^ (1 << (bit & 7))
  writeFileSync(file, bytes)
  const read = await hosted.reply({ args: ['verify'], env })
  if (!readFileSync(file).equals(bytes)) return 'verify changed the file'
  if (at === whole.length - 1)
    return read.code === 0 && read.err.includes('skipped 1 torn bytes') ? 'torn' : `verify exited ${read.code}`
  if (read.code !== 4 || !read.err.includes('(damaged)')) return `verify exited ${read.code}: ${read.err}`
  if (!records) return 'damaged'
  const note = await hosted.reply({ args: ['note', 'more'], env })
  if (note.code !== 4) return `a note exited ${note.code}`
  return readFileSync(file).equals(bytes) ? 'damaged' : 'a note changed the file'
}
