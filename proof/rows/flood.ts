import { readFileSync, writeFileSync } from 'node:fs'
import { checkFile, type Line } from '../chain.ts'
import { forgedLines, newKey, newWriter } from '../forging.ts'
import type { Proof } from '../proof.ts'
import { Workspace } from '../workspace.ts'

const WRITERS = { full: 10_000, short: 500 }
const END_OF_TIME = 253_402_300_000_000
const DAY_MS = 86_400_000
const MOST_BYTES = 32 * 1024

/** Somebody fills the folder with files of writers that nobody knows, some with a clock at the end of time. */
export const FLOOD: Proof = {
  fault: 'flood of writers',
  needs: [],
  async run(attack) {
    const many = attack.full ? WRITERS.full : WRITERS.short
    const workspace = new Workspace(attack)
    await workspace.ok('start', '--type', 'system-failure')
    await workspace.ok('note', 'before')
    const own = workspace.file
    const [log] = checkFile(own).lines as [Line]
    for (let n = 0; n < many; n += 1) {
      const [writer, isLate] = [newWriter(), n % 10 === 0]
      const hlc = isLate ? [END_OF_TIME, n] : [log.hlc[0] + n, 1]
      const signing = n % 2 === 0 ? newKey() : null
      const over = { writer, hlc, ...(signing !== null && { key: signing.key }) }
      const line = forgedLines(log, null, [{ type: 'note.added', data: { text: `flood ${n}` } }], signing, over)
      writeFileSync(own.replace(`.${log.writer}.`, `.${writer}.`), line)
    }
    const faults: string[] = []
    const must = async (what: string, ...args: readonly string[]) => {
      const started = Date.now()
      const ran = await workspace.halt(...args)
      if (ran.code !== 0) faults.push(`[${what}: ${ran.code} ${ran.err.slice(0, 500)}]`)
      return { ...ran, seconds: (Date.now() - started) / 1000 }
    }
    const during = await must('a note', 'note', 'during')
    const status = await must('status', 'status')
    if (!status.err.includes('new writers')) faults.push('[status names none]')
    const aside = await must('set aside', 'verify', '--set-aside', 'unknown', '--reason', 'nobody knows them')
    const after = await must('a note after', 'note', 'after')
    const calm = await must('status after', 'status')
    if (calm.err.includes('new writer')) faults.push('[status still names some]')
    const { lines, fault } = checkFile(own)
    const texts = lines.flatMap(({ type, data }) => (type === 'note.added' ? [data.text] : []))
    if (fault !== null || texts.join() !== 'before,during,after') faults.push(`[its file: ${fault} ${texts.join()}]`)
    const longest = Math.max(...lines.map(({ raw }) => raw.length))
    if (longest > MOST_BYTES) faults.push(`[a line of ${longest} bytes]`)
    const ahead = lines.filter(({ hlc: [ms], recordedAt }) => ms > Date.parse(recordedAt) + DAY_MS)
    if (ahead.length > 0) faults.push(`[${ahead.length} lines follow the forged clock]`)
    if (workspace.files().length !== many + 1) faults.push('[their files are not all there]')
    if (!readFileSync(own, 'utf8').includes('"reason":"set-aside"')) faults.push('[nothing was set aside]')
    const seconds = [during, status, aside, after].map((ran) => ran.seconds.toFixed(1))
    return {
      holds: faults.length === 0,
      figure: [
        `${many} files of writers that nobody knows, a tenth of them at the end of time: a note took ${seconds[0]} s, status ${seconds[1]} s,`,
        `setting all aside ${seconds[2]} s, and a note after it ${seconds[3]} s; the longest line has ${longest} bytes; ${faults.length} faults`,
        ...faults.slice(0, 5),
      ].join(' '),
    }
  },
}
