import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './halt.ts'
import { expectRecomputed } from './recomputing/report.ts'

/** Every number of a report once more, from the lines of the log alone: nothing of the program is imported. */

describe('every number of the report on a drill', () => {
  it.each(['coins-taken', 'engine-failover', 'mail-hijacked', 'order-to-suspend', 'price-plunge', 'upgrade-overruns'])(
    'is that of the lines of the log: %s',
    (scenario) => {
      const bench = new Bench()
      bench.ok('drill', scenario, '--auto')
      const [id = ''] = readdirSync(join(bench.workspace, 'incidents'))
      expect(expectRecomputed(bench, id).promises.length).toBeGreaterThan(4)
    },
  )
})
