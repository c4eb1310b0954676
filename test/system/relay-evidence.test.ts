import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Machine, server, startServer, team } from '../relay-team.ts'

startServer()

const PART = 256 * 1024

/** Two machines that share an incident, and its evidence if they say so. */
async function halted(evidence = true): Promise<{ readonly taro: Machine; readonly hanako: Machine }> {
  const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
  for (const machine of [taro, hanako]) machine.write('halt.yaml', `relay: { via: postgres, evidence: ${evidence} }\n`)
  await taro.ok('start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped')
  await taro.sync()
  await hanako.sync()
  return { taro, hanako }
}

/** The folder of the incident's evidence. */
function evidenceOf(machine: Machine): string {
  const incidents = join(machine.workspace, 'incidents')
  return join(incidents, readdirSync(incidents)[0] as string, 'evidence')
}

const files = (machine: Machine) => (existsSync(evidenceOf(machine)) ? readdirSync(evidenceOf(machine)).sort() : [])

async function attach(machine: Machine, bytes: Uint8Array, ...args: readonly string[]): Promise<void> {
  const path = join(machine.workspace, 'graph.png')
  writeFileSync(path, bytes)
  await machine.ok('note', 'the graph', '--attach', path, ...args)
}

const intact = async (machine: Machine) => (await machine.ok('evidence', 'list')).match(/intact/g)?.length ?? 0

describe('evidence', () => {
  it('stays where it was recorded unless the settings say otherwise', async () => {
    const { taro, hanako } = await halted(false)
    await attach(taro, randomBytes(10))
    await taro.sync()
    await hanako.sync()
    expect(await server.sql('select count(*)::int as parts from halt.evidence', 'admin', taro.database)).toEqual([
      { parts: 0 },
    ])
    expect(files(hanako)).toEqual([])
  })

  it('reaches the other machines whole, but for private notes', async () => {
    const { taro, hanako } = await halted()
    const bytes = randomBytes(2 * PART + 7)
    await attach(taro, bytes)
    await attach(taro, Buffer.alloc(0))
    await taro.ok('note', 'who was called', '--private')
    await taro.sync()
    await hanako.sync()
    expect(files(hanako)).toHaveLength(4)
    expect(await intact(hanako)).toBe(2)
    const [name] = files(hanako).filter((file) => readFileSync(join(evidenceOf(hanako), file)).equals(bytes))
    expect(files(taro)).toContain(name)
    expect(await taro.sync()).toMatchObject({ pushed: 0, pulled: 0 })
    expect(await server.sql('select count(*)::int as parts from halt.evidence', 'admin', taro.database)).toEqual([
      { parts: 5 },
    ])
  })

  it('is sent once, also where another process of the machine has sent it', async () => {
    const { taro } = await halted()
    const state = () => join(taro.env.XDG_STATE_HOME as string, 'halt')
    await attach(taro, randomBytes(10))
    const before = mkdtempSync(join(tmpdir(), 'halt-state-'))
    cpSync(state(), before, { recursive: true })
    await taro.sync()
    cpSync(before, state(), { recursive: true })
    await taro.sync()
    expect(
      await server.sql('select count(distinct upload)::int as uploads from halt.evidence', 'admin', taro.database),
    ).toEqual([{ uploads: 1 }])
  })

  it('goes on where an attempt was broken off, on either side', async () => {
    const { taro, hanako } = await halted()
    await attach(taro, randomBytes(3 * PART))
    await taro.sync()
    const lose = (parts: string) => server.sql(`delete from halt.evidence where ${parts}`, 'admin', taro.database)
    await lose('part > 1')
    await hanako.sync()
    expect(files(hanako)).toEqual([])
    await taro.sync()
    const upload = await server.sql(
      'select count(distinct upload)::int as uploads from halt.evidence',
      'admin',
      taro.database,
    )
    expect(upload).toEqual([{ uploads: 1 }])
    const begun = readdirSync(evidenceOf(taro)).find((name) => !name.endsWith('.salt')) as string
    const salt = readFileSync(join(evidenceOf(taro), `${begun}.salt`))
    hanako.write(`incidents/${readdirSync(join(hanako.workspace, 'incidents'))[0]}/evidence/${begun}.salt.part`, '')
    writeFileSync(join(evidenceOf(hanako), `${begun}.salt.part`), salt)
    writeFileSync(join(evidenceOf(hanako), `${begun}.part`), randomBytes(PART + 5))
    await hanako.sync()
    expect(await intact(hanako)).toBe(1)
    expect(files(hanako)).toHaveLength(2)
  })

  it('is sent once and reaches the others, however many short uploads somebody else adds', async () => {
    const { taro, hanako } = await halted()
    await attach(taro, randomBytes(10))
    await taro.sync()
    const [{ digest }] = taro.lineOf('note.added').data.attached
    await server.sql(
      `insert into halt.evidence (digest, upload, part, bytes)
        select '${digest}', lpad(to_hex(n), 16, '0'), 0, 'x' from generate_series(1, 10050) as n`,
      'hanako',
      taro.database,
    )
    await attach(taro, randomBytes(11))
    for (const machine of [taro, taro, hanako]) await machine.sync()
    const uploads = "select count(distinct upload)::int as uploads from halt.evidence where owner = 'taro'"
    expect(await server.sql(uploads, 'admin', taro.database)).toEqual([{ uploads: 2 }])
    expect(await intact(hanako)).toBe(2)
  })

  it('reaches the others, however many uploads of the right length somebody else had added before', async () => {
    const { taro, hanako } = await halted()
    await server.sql('grant halt_operator to mallory', 'admin', taro.database)
    await attach(taro, randomBytes(10))
    const [{ digest, bytes }] = taro.lineOf('note.added').data.attached
    await server.sql(
      `insert into halt.evidence (digest, upload, part, bytes)
        select '${digest}', lpad(to_hex(n), 16, '0'), part, repeat('x', case part when 0 then 32 else ${bytes} end)::bytea
          from generate_series(1, 10050) as n, generate_series(0, 1) as part`,
      'mallory',
      taro.database,
    )
    for (const machine of [taro, hanako]) await machine.sync()
    expect(await intact(hanako)).toBe(1)
  })

  it('is not kept out by what somebody else puts in its place, and is sent again after the relay lost it', async () => {
    const { taro, hanako } = await halted()
    await attach(taro, Buffer.from('the truth'))
    const { data } = taro.lineOf('note.added')
    const [{ digest, bytes }] = data.attached
    for (const [part, text] of [
      [0, 'x'.repeat(32)],
      [1, 'y'.repeat(bytes)],
    ])
      await server.sql(
        `insert into halt.evidence (digest, upload, part, bytes) values ('${digest}', '0123456789abcdef', ${part}, '${text}')`,
        'hanako',
        taro.database,
      )
    await hanako.sync()
    expect(files(hanako)).toEqual([])
    await taro.sync()
    await hanako.sync()
    expect(await intact(hanako)).toBe(1)
    await server.sql('delete from halt.evidence', 'admin', taro.database)
    await hanako.sync()
    expect(await server.sql('select distinct owner::text from halt.evidence', 'admin', taro.database)).toEqual([
      { owner: 'hanako' },
    ])
  })
})
