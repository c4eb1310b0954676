import { expect, it, vi } from 'vitest'
import { Bench } from '../bench.ts'
import { PATIENCE, TestBoard } from './board-bench.ts'

async function halted(): Promise<{ board: TestBoard; bench: Bench; id: string; earlier: string }> {
  const bench = new Bench()
  const start = async (title: string, ...flags: readonly string[]) =>
    (await bench.ok('start', '--type', 'system-failure', '--title', title, '--no-walk', ...flags)).trim()
  const earlier = await start('Order gateway down', '--at', '2h ago')
  const id = await start('Matching engine down')
  return { board: await TestBoard.of(bench), bench, id, earlier }
}

const addressOf = (id: string, audience = 'internal', language = 'en') =>
  `/incidents/${id}/report?lang=${language}&audience=${audience}`

it('shows the report as it stands now, without its annex, and leads to it for each audience', async () => {
  const { board, bench, id } = await halted()
  const first = await board.send(addressOf(id))
  expect(first.status).toBe(200)
  expect(first.body).toContain('Matching engine down')
  expect(first.body).not.toContain('id="annex"')
  await bench.ok('note', '--key', 'the disk array was replaced', '-i', id)
  await vi.waitFor(async () => expect((await board.send(addressOf(id))).body).toContain('array was replaced'), PATIENCE)
  const { body } = await board.send(`/incidents/${id}?lang=en`)
  for (const audience of ['internal', 'executive', 'customer', 'regulator'])
    expect(body).toContain(`href="${addressOf(id, audience).replaceAll('&', '&amp;')}"`)
})

it.each([
  ['en', 'Back to the incident'],
  ['ja', 'インシデントの画面に戻る'],
])('leads back to the incident, in %s', async (language, words) => {
  const { board, bench, id } = await halted()
  const { body } = await board.send(addressOf(id, 'customer', language))
  expect(body).toContain(`<a href="/incidents/${id}?lang=${language}">${words}</a>`)
  expect(await bench.ok('report', '-i', id, '--format', 'html')).not.toContain(words)
  const guest = await board.guest('Sato', '-i', id, '--department', 'legal')
  const { body: theirs } = await guest.get(addressOf(id, 'internal', language))
  expect(theirs).toContain(`<a href="/incidents/${id}?lang=${language}&amp;department=legal">${words}</a>`)
})

it('shows each audience only what is for it, in the language of the reader', async () => {
  const { board, bench, id } = await halted()
  await bench.ok('note', '--key', 'the disk array was replaced', '-i', id)
  const { body } = await board.send(addressOf(id, 'customer', 'ja'))
  expect(body).toContain('<html lang="ja">')
  expect(body).not.toContain('array was replaced')
  expect((await board.send(addressOf(id, 'nobody'))).body).toContain('array was replaced')
})

it('runs nothing and loads nothing', async () => {
  const { board, id } = await halted()
  const { headers } = await board.send(addressOf(id))
  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
})

it('tells a guest nothing of other incidents, and nothing of one to which they were not invited', async () => {
  const { board, id, earlier } = await halted()
  const guest = await board.guest('Sato', '-i', id)
  // The later id continues the earlier one.
  const earlierAlone = new RegExp(`${earlier}(?!-)`)
  expect((await board.send(addressOf(id))).body).toMatch(earlierAlone)
  expect((await guest.get(addressOf(id))).body).not.toMatch(earlierAlone)
  expect((await guest.get(addressOf(earlier))).status).toBe(404)
  expect((await board.send(addressOf(id), { headers: {} })).status).toBe(401)
})
