import { describe, expect, it } from 'vitest'
import { isPermissive, noticesOf } from '../../build/notices.ts'

const one = { name: 'one', version: '1.0.0', license: 'MIT', licenseText: 'Copyright A\r\n\r\nAs is.\r\n' }
const other = { name: 'other', version: '2.1.0', license: 'ISC', licenseText: 'Copyright B' }

describe('third-party licences', () => {
  it('are listed in full with package name and version, sorted by name', () => {
    const text = noticesOf([other, one])
    expect(text).toContain('\none 1.0.0 (MIT)\n\nCopyright A\n\nAs is.\n')
    expect(text).toContain('\nother 2.1.0 (ISC)\n\nCopyright B\n')
    expect(text.indexOf('one 1.0.0')).toBeLessThan(text.indexOf('other 2.1.0'))
  })

  it.each([null, '', ' \n'])('are an error if the text of one is missing: %j', (licenseText) => {
    expect(() => noticesOf([one, { ...other, licenseText }])).toThrow('no licence text in other')
  })

  it.each(['MIT', 'ISC', 'Apache-2.0', 'MIT-0'])('are allowed: %s', (license) => {
    expect(isPermissive(license)).toBe(true)
  })

  it.each(['GPL-3.0-only', 'MPL-2.0', 'UNLICENSED', 'MIT OR GPL-2.0-only', 'mit', ''])(
    'are not allowed: %j',
    (license) => {
      expect(isPermissive(license)).toBe(false)
    },
  )
})
