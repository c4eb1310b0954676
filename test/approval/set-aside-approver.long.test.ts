import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { FourEyes } from './four-eyes.ts'

const REASON = 'laptop stolen'

/** A notice and a lift that Ito approved on a machine of his own, which is set aside after both were carried out. */
async function approvedBySetAside() {
  const bench = await FourEyes.begin()
  const request = await bench.asked()
  await bench.as('ito', 'elsewhere', 'approve', request)
  await bench.ok('notice', '--send', '--approved', request)
  await bench.ok('done', '3.4-criteria')
  const lift = await bench.asked('lift', '--request', 'trading')
  await bench.as('ito', 'elsewhere', 'approve', lift)
  await bench.ok('lift', 'trading')
  const open = await bench.asked('lift', '--request', 'withdrawals')
  const writer = (await bench.events('approval.granted'))[0]?.writer as string
  await bench.ok('verify', '--set-aside', writer, '--reason', REASON)
  const [word] = await bench.events('log.continued')
  return { bench, writer, open, word: `${word?.writer}:${word?.seq}` }
}

describe('what rested on an approval by a writer that was set aside later', () => {
  it('is named by status, report and brief, with that approval and the reason; what is open is void with it', async () => {
    const { bench, writer, open, word } = await approvedBySetAside()
    const why = `by ito, whose writer was set aside later (${word}: "${REASON}")`
    const status = await bench.ok('status')
    expect(status).toMatch(new RegExp(`no longer approved: it rested on ${writer}:\\d+ by ito`))
    expect(status.replace(/\s+/g, ' ').split(why)).toHaveLength(3)
    expect(status.replace(/\s+/g, ' ')).toContain(
      `void ${open}: a writer, which may have refused it, was set aside (${word}: "${REASON}")`,
    )
    const document = documentSchemas.status.parse(await bench.json('status'))
    expect(document.lostApprovals).toMatchObject([
      { by: 'ito', setAside: word, reason: REASON },
      { by: 'ito', setAside: word, reason: REASON },
    ])
    for (const audience of ['internal', 'executive']) {
      expect((await bench.ok('report', '--audience', audience)).split(why)).toHaveLength(3)
      expect((await bench.ok('report', '--audience', audience, '--format', 'brief')).split(why)).toHaveLength(3)
    }
    const ja = await bench.ok('report', '--audience', 'internal', '--language', 'ja')
    expect(ja).toContain(`（ito）の書き手が、後に対象外とされた（${word}「${REASON}」）`)
    const outside = await bench.ok('report', '--audience', 'regulator')
    expect(outside).toContain(`, whose writer was set aside later (${word})`)
    expect(outside).not.toMatch(/\bito\b|stolen/)
  })

  it('is approved again once the writer is accepted again', async () => {
    const { bench, writer } = await approvedBySetAside()
    await bench.ok('verify', '--accept', writer)
    expect(await bench.ok('status')).not.toContain('no longer approved')
    expect((await bench.json<{ lostApprovals: object[] }>('status')).lostApprovals).toEqual([])
  })
})
