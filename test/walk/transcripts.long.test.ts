import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { LIFTED_IN_PARTS, MAINTENANCE } from './halts.ts'
import { walkingThrough } from './operator.ts'

/** To update the transcripts, run HALT_WALKS=write npx vitest run test/walk/transcripts.long.test.ts. */
const WRITES = process.env.HALT_WALKS === 'write'

const TRANSCRIPTS = [
  { file: 'system-failure.en.txt', language: 'en', halt: LIFTED_IN_PARTS },
  { file: 'maintenance.ja.txt', language: 'ja', halt: { ...MAINTENANCE, title: 'データベースの更新' } },
] as const

/** Replaces what differs in each run or is meaningless in a test: ids, times, durations and names of writers. */
function stable(text: string): string {
  return text
    .replaceAll(/ +$/gm, '')
    .replaceAll(/\b\d{8}-\d{6}-/g, 'YYYYMMDD-hhmmss-')
    .replaceAll(/\b20[0-8]\d-\d\d-\d\d([T ])\d\d:[\d:.]+(?:[+-]\d\d:\d\d)?/g, 'YYYY-MM-DD$1hh:mm:ss')
    .replaceAll(/^\d\d:\d\d:\d\d {2}[a-z0-9]{8}:(\d+)/gm, 'hh:mm:ss  writer:$1')
    .replaceAll(/ undo [a-z0-9]{8}:(\d+)/g, ' undo writer:$1')
    .replaceAll(/T[+-]\d\d:\d\d:\d\d/g, 'T+hh:mm:ss')
    .replaceAll(/(?<=in |あと )(?:\d+:)?\d\d:\d\d/g, 'mm:ss')
}

describe('the transcripts in docs/walks', () => {
  for (const { file, language, halt } of TRANSCRIPTS)
    test(`${file} matches the current walk`, async () => {
      const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
      const { code, screen } = await bench.haltWith({ script: walkingThrough(halt, language) }, 'start', '--plain')
      expect(code).toBe(0)
      const path = resolve(import.meta.dirname, '../../docs/walks', file)
      const walked = stable(screen)
      if (WRITES) {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, walked)
      }
      expect(walked).toBe(readFileSync(path, 'utf8'))
    })
})
