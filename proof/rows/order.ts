import type { Proof } from '../proof.ts'
import { type Call, traced } from '../trace.ts'
import { Workspace } from '../workspace.ts'

const TRACE = 'trace=openat,mkdir,write,writev,pwrite64,fsync,fdatasync,ftruncate,rename'

/** Write all, sync, and only then say so; what was created is synced in its folder as well. */
export const ORDER: Proof = {
  fault: 'order of calls',
  needs: ['strace'],
  async run(attack) {
    const workspace = new Workspace(attack)
    const started = await traced(workspace, { expressions: [TRACE] }, 'start', '--type', 'system-failure')
    const faults = orderOf(started.calls, workspace.file, started.out.trim())
    return { holds: faults.length === 0, figure: `1 command: ${faults.join('; ')}` }
  },
}

function orderOf(calls: readonly Call[], file: string, receipt: string): string[] {
  const written = calls.findLastIndex(({ name, text }) => /^p?write/.test(name) && text.includes(`<${file}>`))
  const synced = calls.findIndex(
    ({ name, text, result }, at) => at > written && /sync$/.test(name) && text.includes(file) && result === 0,
  )
  const said = calls.findIndex(({ name, text }) => name === 'write' && /^[12]</.test(text) && text.includes(receipt))
  return written >= 0 && synced > written && said > synced ? [] : ['wrong order']
}
