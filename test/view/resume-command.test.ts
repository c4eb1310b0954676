import { describe, expect, it } from 'vitest'
import { INVOCATION } from '../../src/domain/problem.ts'
import { withCommands } from '../../src/view/resume-command.ts'

const GIVEN = { dir: "/srv/the team's", as: 'hanako', incident: 'latest', lang: 'ja' } as const
const OPTIONS = `--dir '/srv/the team'\\''s' --as hanako -i latest`
const written = (message: string, options = {}) => withCommands(message, 'node bin/halt.js', options)

describe('the commands in a message', () => {
  it('begin with the name that the program was called by', () => {
    expect(written(`To lift: ${INVOCATION} lift --all.`)).toBe('To lift: node bin/halt.js lift --all.')
    expect(written('trading halt and halt lift')).toBe('trading halt and halt lift')
  })

  it('take the workspace, the operator and the incident of the running command', () => {
    expect(written(`Or ${INVOCATION} lift --all`, GIVEN)).toBe(`Or node bin/halt.js ${OPTIONS} lift --all`)
    expect(written(`${INVOCATION} lift, ${INVOCATION} close\n${INVOCATION} log`, { incident: 'a' })).toBe(
      'node bin/halt.js -i a lift, node bin/halt.js -i a close\nnode bin/halt.js -i a log',
    )
  })

  it('keep the incident that they name', () => {
    const message = `${INVOCATION} note x, ${INVOCATION} undo EVENT -i b`
    expect(written(message, { incident: 'a' })).toBe('node bin/halt.js -i a note x, node bin/halt.js undo EVENT -i b')
  })

  it('are for another person, who acts under a name of their own, if they approve something in an incident that they name', () => {
    const options = { as: 'hanako', incident: 'a' }
    expect(written(`${INVOCATION} approve w:8 -i b`, options)).toBe('node bin/halt.js approve w:8 -i b')
    expect(written(`${INVOCATION} approve w:8`, options)).toBe('node bin/halt.js --as hanako -i a approve w:8')
  })

  it('take nothing that they have no use for', () => {
    for (const command of ['action list --help', '--help', 'init /srv', 'trust /srv'])
      expect(written(`${INVOCATION} ${command}`, GIVEN)).toBe(`node bin/halt.js ${command}`)
    expect(written(`${INVOCATION} list`, { dir: '/srv', incident: 'a' })).toBe('node bin/halt.js --dir /srv list')
  })
})
