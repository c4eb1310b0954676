import { setTimeout as pause } from 'node:timers/promises'
import { stoppedHolder } from '../holder.ts'
import type { Proof } from '../proof.ts'
import { isReceipt, type Ran, Workspace } from '../workspace.ts'

const SIZES = {
  full: { processes: 16, appends: 200, stoppedSeconds: 30 },
  short: { processes: 8, appends: 25, stoppedSeconds: 12 },
}

/** Many processes on one log, one of them stopped while it holds the lock: one chain, and what was refused is not in it. */
export const MANY_PROCESSES: Proof = {
  fault: 'many processes',
  needs: ['strace'],
  waits: true,
  async run(attack) {
    const { processes, appends, stoppedSeconds } = attack.full ? SIZES.full : SIZES.short
    const workspace = new Workspace(attack)
    await workspace.ok('start', '--type', 'system-failure')
    const told: string[] = []
    const refused: string[] = []
    const faults: string[] = []
    const take = (text: string, ran: Ran) => {
      if (ran.code === 0 && isReceipt(ran)) told.push(text)
      else if (ran.code === 5 && /NOT recorded.*\(lock-timeout\)/.test(ran.err) && !isReceipt(ran)) refused.push(text)
      else faults.push(`[${text}: ${ran.code} ${ran.err.trim()}]`)
    }
    const holder = await stoppedHolder(workspace, {}, 'note', 'stopped')
    const workers = Array.from({ length: processes - 1 }, async (_, worker) => {
      for (let n = 0; n < appends; n += 1) take(`${worker}.${n}`, await workspace.halt('note', `${worker}.${n}`))
    })
    const last = (async () => {
      await pause(stoppedSeconds * 1000)
      holder.goOn()
      take('stopped', await holder.ended)
      for (let n = 1; n < appends; n += 1) take(`last.${n}`, await workspace.halt('note', `last.${n}`))
    })()
    await Promise.all([...workers, last])
    const notes = workspace.notes()
    const { code, err } = await workspace.halt('verify')
    if (code !== 0) faults.push(`[verify: ${code} ${err.trim()}]`)
    faults.push(...workspace.checked().flatMap(({ fault }) => (fault === null ? [] : [fault])))
    if (workspace.files().length !== 1) faults.push(`[${workspace.files().length} chains]`)
    const lost = told.filter((text) => !notes.includes(text)).length
    const extra = notes.length - told.length + lost
    const asked = processes * appends
    const figure = [
      `${processes} processes × ${appends}, one stopped for ${stoppedSeconds} s with the lock: ${told.length} recorded,`,
      `${refused.length} NOT recorded after 10 s; ${notes.length} in one chain, ${lost} lost, ${extra} that nobody was told of`,
      ...faults.slice(0, 5),
    ].join(' ')
    const all = told.length + refused.length === asked
    return {
      holds: faults.length === 0 && all && refused.length > 0 && lost === 0 && extra === 0 && told.includes('stopped'),
      figure,
    }
  },
}
