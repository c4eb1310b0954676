import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { TestBoard } from './board-bench.ts'

it('shows what is to be corrected, what is still restricted, and words of several lines in one', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('scope', 'deposits=stopped')
  await bench.ok('set', 'contact.ja=窓口\n03-1234-5678')
  await bench.ok('notice', 'website', '--posted', '--force', '--reason', 'test')
  await bench.ok('scope', 'withdrawals=stopped')
  const { writer, seq } = (await bench.events('scope.changed'))[0] ?? { writer: '', seq: 0 }
  await bench.ok('undo', `${writer}:${seq}`, '--reason', 'it went on')
  await bench.ok('done', '3.4-criteria')
  await bench.ok('lift', 'trading')
  const board = await TestBoard.of(bench)
  const id = (await bench.ok('list')).split(' ')[0]
  const { body } = await board.send(`/incidents/${id}?lang=en`)
  expect(body).toContain('To correct: told, and taken back since')
  expect(body).toContain('After resumption (with restrictions)')
  expect(body).toContain('窓口 / 03-1234-5678')
})
