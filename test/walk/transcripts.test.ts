import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LIFTED_IN_PARTS, MAINTENANCE } from './terminal-halts.ts'
import { Person, walkThrough } from './terminal-walk.ts'

/** HALT_WALKS=write npx vitest run test/system/walk-transcripts.test.ts writes them anew. */
const WRITES = process.env.HALT_WALKS === 'write'

const TRANSCRIPTS = [
  { file: 'system-failure.en.txt', language: 'en', halt: LIFTED_IN_PARTS },
  { file: 'maintenance.ja.txt', language: 'ja', halt: { ...MAINTENANCE, title: 'データベースの更新' } },
] as const

/** The same whenever it was walked: times, spans, ids and the names of writers replaced. */
function stable(text: string): string {
  return text
    .replaceAll(/ +$/gm, '')
    .replaceAll(/node \S*halt\.js/g, 'halt')
    .replaceAll(/\b\d{8}-\d{6}-/g, 'YYYYMMDD-hhmmss-')
    .replaceAll(/\b20[0-8]\d-\d\d-\d\d([T ])\d\d:[\d:.]+(?:[+-]\d\d:\d\d)?/g, 'YYYY-MM-DD$1hh:mm:ss')
    .replaceAll(/^\d\d:\d\d:\d\d {2}[a-z0-9]{8}:(\d+)/gm, 'hh:mm:ss  writer:$1')
    .replaceAll(/T[+-]\d\d:\d\d:\d\d/g, 'T+hh:mm:ss')
    .replaceAll(/(?<=in |あと )(?:\d+:)?\d\d:\d\d/g, 'mm:ss')
}

/** What was shown and recorded, in order; the words may be edited. */
function structure(text: string): string[] {
  const kept = /^(?:\d[\d.]*-[a-z-]+(?= {2})|hh:mm:ss {2}writer:\d+|>.*)/
  return text.split('\n').flatMap((line) => kept.exec(line)?.[0] ?? [])
}

describe.concurrent('the transcripts in docs/walks', () => {
  for (const { file, language, halt } of TRANSCRIPTS)
    test(`${file} shows the walk as it is`, async () => {
      const person = new Person({ language, plain: true, env: { NO_COLOR: '1' } })
      await walkThrough(person, halt)
      expect(await person.terminal.end()).toBe(0)
      const path = resolve(import.meta.dirname, '../../docs/walks', file)
      const walked = `${stable(person.terminal.text())}\n`
      if (WRITES) {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, walked)
      }
      expect(structure(walked)).toEqual(structure(readFileSync(path, 'utf8')))
    })
})
