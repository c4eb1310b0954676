import { describe, expect, it } from 'vitest'
import { pictureMermaid } from '../../../src/report/picture/mermaid.ts'
import { pictureSvg } from '../../../src/report/picture/svg.ts'
import { DECLARED, happened, iso, lifted, MINUTE, scoped, stated } from '../../given.ts'
import { halt } from '../../notice/halts.ts'
import { contextIn, drawn, pictureAfter } from './drawing.ts'

const min = (minutes: number, customers: string) =>
  happened(minutes * MINUTE, stated('affected-customers', { known: true, value: customers }))
const stopped = [halt(), happened(MINUTE, scoped('trading', 'stopped'))]
const resumed = happened(50 * MINUTE, lifted('trading'))
const picture = pictureAfter(1, [...stopped, min(20, '12400'), min(30, '3100'), resumed])
const unstated = pictureAfter(1, [...stopped, resumed, min(55, '12400')])

const svgOf = async (one: typeof picture) =>
  pictureSvg(one, await contextIn({}), { style: '', marks: [], incident: '' }).replace(/<[^>]+>/g, '\n')

describe('the customers affected, in a picture', () => {
  it('have a curve of their own, which says where nobody stated them', async () => {
    const svg = await svgOf(picture)
    for (const words of ['Operations not fully open', 'Customers affected', '12,400', '3,100', 'not stated'])
      expect(svg).toContain(`\n${words}\n`)
  })

  it('have none if nobody stated them while something was restricted', async () => {
    expect(await svgOf(unstated)).not.toContain('Customers affected')
    expect((await drawn(unstated, {})).join('\n')).not.toContain('Customers')
  })

  it('are numbers in a terminal, under a shorter name in a narrow one', async () => {
    const lineIn = async (columns: number, name: string) =>
      (await drawn(picture, { columns })).find((line) => line.startsWith(name))
    expect(await lineIn(100, 'Customers affected')).toMatch(/\|not stated +\|12,400 +\|3,100 +\|$/)
    expect(await lineIn(40, 'Customers  ')).toMatch(/\|3,100 *\|/)
    expect(await lineIn(40, 'Restricted  ')).toMatch(/1+0+$/)
  })

  it('are bars in Mermaid', async () => {
    const chart = pictureMermaid(picture, { ...(await contextIn({})), stamp: (ms) => iso(ms - DECLARED) })
    expect(chart).toMatch(/section Customers affected\n {4}12,400 :.*\n {4}3,100 :/)
  })
})
