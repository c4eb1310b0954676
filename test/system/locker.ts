import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { withLock } from '../../src/store/lock.ts'

/** A program for the tests of the lock: `count TIMES` adds one to a number under the lock; `hold` never releases it. */
const [folder = '', act = '', times = '1'] = process.argv.slice(2)
const lock = join(folder, 'lock')

if (act === 'hold')
  withLock(lock, OWNER_ONLY, () => {
    process.stdout.write('holding\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })
else
  for (let n = 0; n < Number(times); n += 1)
    withLock(lock, OWNER_ONLY, () => {
      const inside = join(folder, 'inside')
      const before = readFileSync(inside, 'utf8')
      appendFileSync(join(folder, 'trace'), before === '' ? '' : `two at once: ${before}\n`)
      appendFileSync(inside, `${process.pid}`)
      const number = Number(readFileSync(join(folder, 'number'), 'utf8'))
      writeNumber(number + 1)
      clear(inside)
    })

function writeNumber(number: number): void {
  appendFileSync(join(folder, 'number'), String(number), { flag: 'w' })
}

function clear(path: string): void {
  appendFileSync(path, '', { flag: 'w' })
}
