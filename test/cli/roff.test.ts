import { expect, it } from 'vitest'
import { item, roffPage, roffText, section } from '../../src/cli/manual/roff.ts'

it('roffText leaves no request, no escape sequence and no letter that formatters replace', () => {
  expect(roffText('.br')).toBe('\\&.br')
  expect(roffText("a\n.b\n'c")).toBe('a\n\\&.b\n\\(aqc')
  expect(roffText('C:\\new --no-pager')).toBe('C:\\enew \\-\\-no\\-pager')
  expect(roffText('`a` ^ ~ "b"')).toBe('\\(gaa\\(ga \\(ha \\(ti \\(dqb\\(dq')
})

it('roffText lets a list without blanks be broken', () => {
  expect(roffText('甲、乙')).toBe('甲、\\:乙')
})

it('roffPage has no paragraph directly below a title', () => {
  const page = roffPage({ name: 'a', number: 7, source: 'b 1', manual: 'c' }, section('d'), '.P\ne', item('-f', 'g'))
  expect(page).toBe(
    [`'\\" -*- coding: UTF-8 -*-`, '.TH "A" "7" "" "b 1" "c"', '.ds AD l', '.ad l', '.nh']
      .concat(['.SH D', 'e', '.TP', '\\fB\\-f\\fR', 'g', ''])
      .join('\n'),
  )
})
