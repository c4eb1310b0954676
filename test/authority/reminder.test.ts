import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

async function closed(bench: Bench, ...args: readonly string[]): Promise<string> {
  const { code, err } = await bench.halt('close', '--force', '--reason', 'the rest follows', ...args)
  expect(code).toBe(0)
  return err
}

describe('the reminder of authorities', () => {
  it('names at the start those whose deadlines may run, with the command that lists them', async () => {
    const bench = new Bench()
    const { out, err } = await bench.halt('start', '--type', 'system-failure')
    expect(err).toMatch(
      new RegExp(
        `^deadlines of authorities may be running \\(eu-dora, jp-fsa\\):\n\\S+ clock list -i ${out.trim()}\n$`,
      ),
    )
    const japanese = await bench.halt('start', '--type', 'security-incident', '--lang', 'ja')
    expect(japanese.err).toContain(
      'EU監督当局（DORA）、金融庁への報告期限が始まっている可能性があります:\nhaltctl clock list ',
    )
  })

  it('is silent for a type of halt that no authority asks about', async () => {
    const bench = new Bench()
    expect((await bench.halt('start', '--type', 'market-volatility')).err).toBe('')
    expect(await closed(bench)).not.toContain('clock list')
  })

  it('names at the close those that the log does not answer, beside the reports still due', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('clock', 'start', 'awareness')
    await bench.ok('report-to', 'jp-fsa-initial', '--ref', 'R-12')
    const err = await closed(bench)
    expect(err).toMatch(/^report still due by .*; once it is made:\nhaltctl report-to jp-fsa-\S+ -i \S+$/m)
    expect(err).toMatch(
      /the log does not say whether these authorities need a report \(eu-dora\):\nhaltctl clock list -i /,
    )
  })

  it('is silent at the close once a report or a clock answers, and for what was no halt of its own', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('report-to', 'jp-fsa', '--ref', 'R-12')
    await bench.ok('clock', 'start', 'eu-dora')
    expect(await closed(bench)).not.toContain('the log does not say')
    await bench.ok('start', '--type', 'system-failure')
    expect(await closed(bench, '--as', 'false-alarm')).not.toContain('clock list')
  })

  it('stops neither start nor close if the folder of the authorities cannot be read', async () => {
    const bench = new Bench()
    mkdirSync(join(bench.workspace, 'runbooks'), { recursive: true })
    writeFileSync(join(bench.workspace, 'runbooks', 'authorities'), 'a file, not a folder')
    expect(await bench.halt('start', '--type', 'system-failure')).toMatchObject({ code: 0, err: '' })
    expect(await closed(bench)).not.toContain('clock list')
  })

  it('knows the team’s own authorities; a broken file of theirs stops neither start nor close', async () => {
    const bench = new Bench()
    const folder = join(bench.workspace, 'runbooks', 'authorities')
    mkdirSync(folder, { recursive: true })
    const ours = `reviewed: 2026-11-25
verify: false
source: extension
title: { ja: 当局, en: Ours }
applies: { types: [market-volatility], condition: { ja: いつも, en: always } }
events: { alarm: { ja: 警報, en: alarm } }
reports: { first: { title: { ja: 第一報, en: first }, due: [{ from: alarm, within: { hours: 1 } }] } }
`
    writeFileSync(join(folder, 'ours.yaml'), ours)
    expect((await bench.halt('start', '--type', 'market-volatility')).err).toContain('(ours)')
    writeFileSync(join(folder, 'ours.yaml'), 'reviewed: never')
    expect(await bench.halt('start', '--type', 'system-failure')).toMatchObject({
      code: 0,
      err: expect.not.stringContaining('clock list'),
    })
  })
})
