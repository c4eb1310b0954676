import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { blocks, read } from '../markdown.ts'
import { DECLARES, roster } from '../people/roster.ts'
import { pagerDuty } from './services.ts'

const ROUTING_KEY = '0123456789abcdef0123456789abcdef'

it('a page goes to PagerDuty by the template in docs/contacts.md, whose secret is nowhere else', async () => {
  const service = await pagerDuty()
  const bench = new Bench({ PAGERDUTY_SATO: ROUTING_KEY })
  const [template = ''] = blocks(read('docs/contacts.md'), 'json').filter((block) => block.includes('routing_key'))
  bench.write('pagerduty.json', template)
  const send = `{ via: webhook, url: "${service.url}", secretEnv: PAGERDUTY_SATO, body: pagerduty.json, allowPrivate: true }`
  bench.write('contacts.yaml', roster({ sato: `{ by: pager, send: ${send} }` }))
  await bench.ok(...DECLARES)
  const { out, err } = await bench.halt('contacts', 'page', 'sato')
  expect(service.bodies).toMatchObject([{ routing_key: ROUTING_KEY, event_action: 'trigger' }])
  const [{ headers }] = service.asked as [(typeof service.asked)[0]]
  expect(service.bodies[0].dedup_key).toBe(headers['idempotency-key'])
  expect(headers['webhook-signature']).toBeUndefined()
  const [delivered] = await bench.events('page.delivered')
  expect(delivered?.data).toMatchObject({ outcome: 'sent' })
  expect(out + err + (await bench.ok('log', '--json', '--raw'))).not.toContain(ROUTING_KEY)
})
