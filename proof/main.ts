import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Attack, Figure, Proof } from './proof.ts'
import { PROOFS } from './rows.ts'
import { lacking } from './tools.ts'

const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    'require-all': { type: 'boolean', default: false },
  },
})

type Outcome = 'ok' | 'FAIL' | 'SKIPPED'

async function attempt(proof: Proof): Promise<Outcome> {
  const lacks = (await Promise.all(proof.needs.map(lacking))).filter((why) => why !== null)
  if (lacks.length > 0) return say('SKIPPED', `${proof.fault}: ${lacks.join('; ')}`)
  const started = Date.now()
  const { holds, figure } = await figureOf(proof)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  return say(holds ? 'ok' : 'FAIL', `${proof.fault}  ${figure}  (${seconds} s)`)
}

async function figureOf(proof: Proof): Promise<Figure> {
  const folders: string[] = []
  const attack: Attack = {
    program: resolve(import.meta.dirname, '../../bin/halt.js'),
    full: options.full,
    folder() {
      const made = mkdtempSync(join(tmpdir(), 'halt-proof-'))
      folders.push(made)
      return made
    },
  }
  try {
    return await proof.run(attack)
  } catch (error) {
    return { holds: false, figure: `did not run: ${error instanceof Error ? error.stack : error}` }
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}

function say(outcome: Outcome, what: string): Outcome {
  process.stdout.write(`${outcome.padEnd(4)} ${what}\n`)
  return outcome
}

const chosen = PROOFS.filter(({ fault }) => fault.includes(options.only))
const outcomes = await Promise.all(chosen.filter(({ waits }) => waits).map(attempt))
for (const proof of chosen.filter(({ waits }) => !waits)) outcomes.push(await attempt(proof))
const count = (outcome: Outcome) => outcomes.filter((o) => o === outcome).length
process.stdout.write(`${count('ok')} hold, ${count('FAIL')} fail, ${count('SKIPPED')} skipped\n`)
const missed = options['require-all'] ? count('SKIPPED') : 0
process.exitCode = chosen.length === 0 || count('FAIL') + missed > 0 ? 1 : 0
