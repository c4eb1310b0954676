import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'
import { type Found, LOCALE, NOW, setUpHealthyWorkspace } from './doctor-workspace.ts'

/** A machine and a workspace that pass every check: a completed drill, a folder to publish to, the program on the PATH. */
export async function healthy(env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = undrilled(env)
  await bench.ok('start', '--type', 'system-failure', '--drill')
  await bench.ok('close', '--force', '--reason', 'over')
  return bench
}

/** The same, without the drill. */
export function undrilled(env: NodeJS.ProcessEnv = {}): Bench {
  const bench = new Bench({ ...LOCALE, ...env })
  bench.now = NOW
  setUpHealthyWorkspace(bench)
  return bench
}

/** The findings of `doctor --json`, validated against the schema. */
export async function doctorFindings(bench: Bench, env: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
  const { code, out, err } = await bench.haltWith({ env }, 'doctor', '--json', ...args)
  if (out === '') throw new Error(err)
  const document = documentSchemas.doctor.parse(JSON.parse(out))
  return { code, offline: document.offline, findings: document.findings as readonly Found[] }
}

/** The findings with one code. */
export async function findingsWithCode(
  code: string,
  bench: Bench,
  env: NodeJS.ProcessEnv = {},
  ...args: readonly string[]
) {
  return (await doctorFindings(bench, env, ...args)).findings.filter((finding) => finding.code === code)
}

/** The same, with the clock ahead by so many days. */
export async function findingsInDays(days: number, code: string, bench: Bench) {
  const { now } = bench
  bench.now = now + days * 86_400_000
  try {
    return await findingsWithCode(code, bench)
  } finally {
    bench.now = now
  }
}
