import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { relayAddress } from '../../src/relay/io/address.ts'
import { Connection } from '../../src/relay/io/connection.ts'
import { pooler } from '../postgres.ts'
import { Machine, server, startServer, team } from '../relay-team.ts'

startServer()

const SETTINGS = `relay: { via: postgres, evidence: true }
channels: { website: { via: file, path: site, languages: [en] } }
`
const SEND = ['notice', 'website', '--send', '--force', '--reason', 'tried']

const TRAP = `language plpgsql as $$ begin raise exception 'somebody else''s function ran'; end $$`
const operator = (name: string, left: string, right: string, result: string) => `
  create function public.trap(${left}, ${right}) returns ${result} ${TRAP};
  create operator public.${name} (leftarg = ${left}, rightarg = ${right}, function = public.trap)`

const PUBLIC_FIRST = `do $do$ begin
  execute format('alter database %I set search_path = public, pg_catalog', current_database());
end $do$`

describe('in a database where others can add functions and operators', () => {
  it.each([
    ['to_jsonb', `create function public.to_jsonb(halt.relay) returns jsonb ${TRAP}`],
    ['convert_to', `create function public.convert_to(text, text) returns bytea ${TRAP}`],
    ['left', `create function public.left(text, text) returns text ${TRAP}`],
    ['unnest', `create function public.unnest(bigint[]) returns setof bigint ${TRAP}`],
    ['a factor', operator('*', 'numeric', 'integer', 'numeric')],
    ['joined text', operator('||', 'text', 'name', 'text')],
    ['the same table', operator('=', 'oid', 'regclass', 'boolean')],
    [
      'text that is equal, of whoever owns the database',
      `${operator('=', 'text', 'text', 'boolean')}; ${PUBLIC_FIRST}`,
    ],
  ])('none of them runs as whoever uses the relay: %s', async (_, trap) => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const admin = new Machine(taro.database, 'admin')
    for (const machine of [taro, hanako]) machine.write('halt.yaml', SETTINGS)
    await server.sql('grant create on schema public to mallory; grant halt_operator to mallory', 'admin', taro.database)
    await server.sql(`alter database ${taro.database} owner to mallory`)
    await server.sql(trap, 'mallory', taro.database)
    await admin.ok('sync', '--setup')
    await taro.ok('start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped', '--at', '5m ago')
    const graph = join(taro.workspace, 'graph.png')
    writeFileSync(graph, randomBytes(1000))
    await taro.ok('note', 'the graph', '--attach', graph)
    await taro.ok(...SEND)
    taro.pass(60_000)
    expect(await taro.sync()).toMatchObject({ reached: true, waiting: 0 })
    await hanako.sync()
    // As in a relay that was restored from a backup, which passes over the turns that a log has.
    await server.sql('delete from halt.claims', 'admin', taro.database)
    await hanako.ok(...SEND, '--stage', 'update', '--again')
    await hanako.sync()
    expect(await hanako.ok('evidence', 'list')).toContain('intact')
    expect(await taro.sync()).toMatchObject({ reached: true, waiting: 0 })
    expect(
      await server.sql('select n from halt.claims where not given_back order by n', 'admin', taro.database),
    ).toHaveLength(2)
  })
  it('nor as whoever runs what --setup --print prints', async () => {
    const admin = new Machine('own', 'admin')
    await server.sql('create database own owner mallory')
    await server.sql(`${operator('=', 'name', 'name', 'boolean')}; ${PUBLIC_FIRST}`, 'mallory', 'own')
    await server.sql(await admin.ok('sync', '--setup', '--print'), 'admin', 'own')
  })

  it('nor behind a pooler, which answers in a session where nobody chose where names are looked for', async () => {
    const [{ database }] = (await team('taro')) as [Machine]
    await server.sql(`alter database ${database} owner to mallory`)
    await server.sql(`${operator('=', 'text', 'text', 'boolean')}; ${PUBLIC_FIRST}`, 'mallory', database)
    const { port, stop } = await pooler(server, ['taro'])
    const settings = { urlEnv: 'URL', ca: null, allowPlain: false, background: true, evidence: false }
    const address = relayAddress(settings, { URL: `postgres://taro@127.0.0.1:${port}/${database}` })
    const [one, other] = [await Connection.open(address), await Connection.open(address)]
    const occupied = one.query('select pg_sleep(2)')
    await sleep(500)
    const asked = `select from halt.relay where id = 'another'`
    expect(await Promise.all([other.query(asked), other.query(asked)])).toEqual([[], []])
    await expect(other.query('select from halt.nothing')).rejects.toMatchObject({ problem: { code: 'relay-unusable' } })
    expect(await other.query(asked)).toEqual([])
    await occupied
    for (const connection of [one, other]) await connection.close()
    await stop()
  })
})
