import { describe, expect, it } from 'vitest'
import { sparkline } from '../../src/report/stats-view.ts'
import { csv } from '../../src/view/csv.ts'

describe('csv', () => {
  it('quotes cells as needed, and ends lines with LF', () => {
    expect(csv([['a', 1, null]])).toBe('a,1,\n')
    expect(csv([['b,c', 'say "hi"']])).toBe('"b,c","say ""hi"""\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '\t=1'])('shows %j as text, not as a formula', (formula) => {
    expect(csv([[formula]])).not.toMatch(/^"?[=+\-@\t＝]/)
  })

  it('does not quote numbers', () => {
    expect(csv([[-1.5, 0]])).toBe('-1.5,0\n')
  })
})

describe('sparkline', () => {
  it('scales ASCII heights to the numbers; zero is blank, and the smallest count is visible', () => {
    expect(sparkline([0, 1, 50, 100])).toBe('| .=#|')
    expect(sparkline([])).toBe('||')
    expect(sparkline([0, 0])).toBe('|  |')
  })
})
