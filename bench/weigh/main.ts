import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { packagesIn } from './bundle.ts'
import { loadsOf } from './loads.ts'

/** Bytes of the program's code that a command loads, and the packages that are in them. */
interface Weight {
  readonly bytes: number
  readonly packages: readonly string[]
}

interface Weights {
  /** Bytes of the package, as it is sent and as it lies on the disk. */
  readonly package: { readonly packed: number; readonly unpacked: number }
  readonly commands: Readonly<Record<string, Weight>>
}

const TABLE = resolve('bench/weights.json')
/** How much more than in the table anything may weigh. */
const ROOM = 1.1
/** What the commands of every minute never load, whatever the table says. */
const QUICK = ['--version', 'status', 'next', 'done', 'note', 'log']
const HEAVY = ['@inquirer/core', 'd3-scale', 'inquirer', 'nodemailer', 'ora', 'twitter-text', 'yaml', 'zod']

const weights = await weighed(process.cwd())
for (const [command, { bytes, packages }] of Object.entries(weights.commands))
  console.log(`${kilobytes(bytes)}  ${command}  (${packages.join(', ')})`)
const { packed, unpacked } = weights.package
console.log(`${kilobytes(packed)}  the package, ${kilobytes(unpacked).trim()} unpacked`)
if (process.argv.includes('--write')) writeFileSync(TABLE, `${JSON.stringify(weights, null, 2)}\n`)
const table = JSON.parse(readFileSync(TABLE, 'utf8')) as Weights
const wrong = [...tooHeavy(weights, table), ...slowed(weights)]
for (const line of wrong) console.error(line)
if (wrong.length > 0) {
  console.error('If this is intended: npm run weigh -- --write')
  process.exitCode = 1
}

async function weighed(root: string): Promise<Weights> {
  const [packages, loads] = await Promise.all([packagesIn(), loadsOf(root)])
  const commands = [...loads].map(([command, files]): [string, Weight] => {
    const unknown = files.find((file) => !packages.has(file))
    if (unknown !== undefined) throw new Error(`${unknown} is none of what the sources make`)
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    return [command, { bytes, packages: [...new Set(files.flatMap((file) => packages.get(file) ?? []))].sort() }]
  })
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' })
  const [{ size, unpackedSize }] = JSON.parse(told) as [{ size: number; unpackedSize: number }]
  return { package: { packed: size, unpacked: unpackedSize }, commands: Object.fromEntries(commands) }
}

function tooHeavy(now: Weights, table: Weights): string[] {
  const commands = Object.entries(now.commands).flatMap(([command, { bytes, packages }]) => {
    const known = table.commands[command]
    if (known === undefined) return [`${command}: not in the table`]
    const added = packages.filter((name) => !known.packages.includes(name))
    return [
      ...(added.length > 0 ? [`${command}: loads ${added.join(', ')} as well`] : []),
      ...(bytes > known.bytes * ROOM ? [`${command}: loads ${bytes} bytes; ${known.bytes} are known`] : []),
    ]
  })
  const sizes = (['packed', 'unpacked'] as const).flatMap((size) =>
    now.package[size] > table.package[size] * ROOM
      ? [`the package: ${now.package[size]} bytes ${size}; ${table.package[size]} are known`]
      : [],
  )
  return [...commands, ...sizes]
}

function slowed({ commands }: Weights): string[] {
  return Object.entries(commands)
    .filter(([command]) => QUICK.includes(command.split(' ')[0] ?? ''))
    .flatMap(([command, { packages }]) =>
      packages.filter((name) => HEAVY.includes(name)).map((name) => `${command}: never to load ${name}`),
    )
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0).padStart(6)} kB`
}
