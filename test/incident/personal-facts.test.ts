import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { REDACTED } from '../../src/domain/log/redaction.ts'
import { Bench } from '../bench.ts'

const NAME = 'Yamada Taro'
const FACTS = `reviewed: 2026-11-24
title: { ja: 連絡, en: Reports }
facts:
  reporter: { kind: text, personal: true, ja: 連絡者, en: Reporter }
`

/** A halt under a manual with a personal fact. */
async function halted(): Promise<{ bench: Bench; folder: string }> {
  const bench = Bench.empty()
  bench.write('runbooks/9-reporter.yaml', FACTS)
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  return { bench, folder: join(bench.workspace, 'incidents', id) }
}

const logIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')

const piecesIn = (folder: string) => {
  const evidence = join(folder, 'evidence')
  return existsSync(evidence) ? readdirSync(evidence).filter((name) => !name.endsWith('.salt')) : []
}

const factIn = async (bench: Bench) =>
  (await bench.json<{ facts: Record<string, { known: boolean; value: string | null }> }>('status')).facts.reporter

it('the value of a personal fact is kept beside the log, and forgotten once its evidence is removed', async () => {
  const { bench, folder } = await halted()
  await bench.ok('set', `reporter=${NAME}`)
  const [piece = ''] = piecesIn(folder)
  expect(logIn(folder)).not.toContain('Yamada')
  expect(await factIn(bench)).toMatchObject({ known: true, value: `evidence:${piece}` })
  expect(await bench.ok('log')).toContain(`reporter=evidence:${piece}`)
  expect(await bench.ok('evidence', 'show', piece)).toContain(NAME)
  expect(await bench.ok('evidence', 'list')).toContain('personal fact')
  for (const argv of [['status'], ['log', '--json', '--raw'], ['report'], ['report', '--format', 'json'], ['handover']])
    expect(await bench.ok(...argv)).not.toContain('Yamada')
  expect(await bench.halt('redact', '2', '--field', 'value', '--reason', 'x')).toMatchObject({
    code: 3,
    err: expect.stringMatching(/\(not-redactable\)\n.*evidence remove/),
  })
  await bench.ok('evidence', 'remove', piece, '--reason', 'they asked for it')
  expect(await factIn(bench)).toMatchObject({ known: true, value: REDACTED })
  expect(piecesIn(folder)).toEqual([])
  expect(await bench.ok('report')).not.toContain('Yamada')
  await bench.ok('verify')
})

it('the value that a personal fact has already is not recorded again, unless it is not here to be compared', async () => {
  const { bench, folder } = await halted()
  await bench.ok('set', `reporter=${NAME}`)
  const { err } = await bench.halt('set', `reporter=${NAME}`, 'cause=disk')
  expect(err).toContain('no change: set reporter')
  const [piece = '', ...others] = piecesIn(folder)
  expect(others).toEqual([])
  expect((await bench.events('fact.set')).map(({ data }) => data.fact)).toEqual(['reporter', 'cause'])
  await bench.ok('set', 'reporter=Suzuki')
  await bench.ok('set', `reporter=${NAME}`)
  expect(piecesIn(folder)).toHaveLength(3)
  for (const name of piecesIn(folder)) if (name !== piece) rmSync(join(folder, 'evidence', name))
  await bench.ok('set', `reporter=${NAME}`)
  expect(piecesIn(folder)).toHaveLength(2)
})

it('a personal fact can be not known, and taken back', async () => {
  const { bench } = await halted()
  await bench.ok('set', `reporter=${NAME}`)
  await bench.ok('set', 'reporter=?')
  expect(await factIn(bench)).toMatchObject({ known: false, value: null })
  await bench.ok('undo', '--reason', 'slip')
  expect((await factIn(bench))?.value).toMatch(/^evidence:/)
})

it('earlier values of a personal fact are named, with the command that removes them, once a later one is', async () => {
  const { bench, folder } = await halted()
  const pieces: string[] = []
  for (const name of ['Yamada', 'Suzuki', 'Tanaka']) {
    await bench.ok('set', `reporter=${name}`)
    pieces.push(...piecesIn(folder).filter((piece) => !pieces.includes(piece)))
  }
  await bench.ok('note', '--private', 'another piece')
  const remove = (...args: readonly string[]) => bench.halt('evidence', 'remove', ...args, '--reason', 'asked for')
  const [first = '', second = '', third = ''] = pieces
  const removed = await remove(third)
  expect(removed.err).toContain(
    `2 earlier values of this fact are still kept: haltctl evidence remove ${first} ${second} --reason TEXT -i `,
  )
  expect((await remove(second, '--lang', 'ja')).err).toContain(
    `この項目の以前の値が1件残っています。削除するには: haltctl evidence remove ${first} --reason 理由 -i `,
  )
  expect((await remove(first)).err).not.toContain('earlier value')
})

it('the value of a personal fact can come from standard input, so that it is in no history of a shell', async () => {
  const { bench, folder } = await halted()
  const set = (input: string, ...args: readonly string[]) => bench.haltWith({ input }, 'set', ...args)
  expect(await set(`${NAME}\n`, 'reporter=-', 'root-cause=-')).toMatchObject({ code: 0 })
  const [piece = ''] = piecesIn(folder)
  expect(await bench.ok('evidence', 'show', piece)).toBe(NAME)
  expect((await bench.events('fact.set')).map(({ data }) => data.value)).toContain('-')
  expect(await set(' \n', 'reporter=-')).toMatchObject({ code: 2, err: expect.stringContaining('(bad-assignment)') })
  expect(piecesIn(folder)).toEqual([piece])
})

it('nothing is kept of a personal fact that is not recorded', async () => {
  const { bench, folder } = await halted()
  await bench.ok('close', '--resolution', 'duplicate', '--reason', 'x')
  expect((await bench.halt('set', `reporter=${NAME}`, '-i', 'latest')).code).toBe(3)
  expect(piecesIn(folder)).toEqual([])
})
