import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { CONTACTS, FourEyes, SETTINGS } from './four-eyes.ts'

const refused = (code: string) => ({ code: 3, err: expect.stringContaining(`(${code})`) })

describe('a notice that another person has to approve', () => {
  it('is prepared and waits with exit code 9: status and approve show it, nothing is sent', async () => {
    const bench = await FourEyes.begin()
    const asking = await bench.halt('notice', 'email', '--send')
    expect(asking).toMatchObject({
      code: 9,
      err: expect.stringMatching(/nothing was sent yet: \S+ waits until 22:47 for approval by Legal or Mori\n/),
    })
    expect(bench.mailed).toBe(false)
    const [request] = await bench.events('approval.requested')
    const event = `${request?.writer}:${request?.seq}`
    const waits = `waits for approval by Legal or Mori, until 22:47: ${event} first notice no. 1 (email)`
    expect(await bench.ok('status')).toContain(`\nApprovals\n  ${waits}\n`)
    const { approvals } = await bench.json<{ approvals: object[] }>('status')
    expect(approvals).toMatchObject([{ event, by: 'taro', state: 'waiting', granted: null }])
    const { out, err } = await bench.halt('approve')
    expect(out).toContain(`${event}, prepared by taro: waits for approval by Legal or Mori, until 22:47\n`)
    expect(out).toContain('【重要】')
    expect(err).toContain(`to approve: haltctl approve ${event}; to refuse: haltctl refuse ${event} --reason ...\n`)
    expect(await bench.ok('handover')).toContain(waits)
    const pack = documentSchemas.handover.parse(await bench.json('handover'))
    expect(pack.matters).toContainEqual({ kind: 'approval', target: event, events: [event] })
    const document = documentSchemas.approvals.parse(await bench.json('approve'))
    expect(document.approvals).toMatchObject([{ event, notices: [{ channel: 'email', stage: 'first', number: 1 }] }])
  })

  it('goes out at once when it is approved on the machine that prepared it', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    expect(await bench.halt('approve', request)).toMatchObject(refused('not-another-person'))
    expect(await bench.as('hanako', 'here', 'approve', request)).toMatchObject(refused('not-another-person'))
    const approved = await bench.as('Ito', 'here', 'approve', request)
    expect(approved).toMatchObject({ code: 0, out: expect.stringContaining('【重要】') })
    expect(bench.mailed).toBe(true)
    const [intent] = await bench.events('notice.intended')
    expect(intent).toMatchObject({ by: 'Ito', data: { approval: request } })
    expect(await bench.ok('status')).not.toContain('Approvals')
    expect(await bench.ok('approve')).toBe('')
    expect(await bench.halt('approve', request)).toMatchObject(refused('approval-void'))
  })

  it('prints one document with --json when it is approved and sent', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    const { out } = await bench.as('ito', 'here', 'approve', request, '--json')
    const document = documentSchemas.sent.parse(JSON.parse(out))
    expect(document.events.map(({ type }) => type)).toEqual([
      'approval.granted',
      'notice.intended',
      'notice.delivered',
      'step.done',
    ])
  })

  it('is sent as a whole and as it is: other channels and flags that would change it are refused', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    await bench.as('ito', 'elsewhere', 'approve', request)
    for (const words of [
      ['website'],
      ['website', '--next', '23:00'],
      ['--stage', 'update'],
      ['--force', '--reason', 'x'],
    ])
      expect(await bench.halt('notice', ...words, '--send', '--approved', request)).toMatchObject({
        code: 2,
        err: expect.stringContaining('(usage)'),
      })
    expect(bench.mailed).toBe(false)
    expect(await bench.halt('notice', 'email', '--send', '--approved', request)).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
  })

  it('is sent by whoever prepared it once it is approved elsewhere, by a writer that is named if it is new', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject(refused('not-approved'))
    const approved = await bench.as('ito', 'elsewhere', 'approve', request)
    expect(approved).toMatchObject({ code: 0, err: expect.stringContaining(`notice --send --approved ${request}`) })
    expect(bench.mailed).toBe(false)
    const sent = await bench.halt('notice', '--send', '--approved', request)
    expect(sent).toMatchObject({ code: 0, err: expect.stringMatching(/new writer \S+ \(ito, 1 event\)/) })
    expect(bench.mailed).toBe(true)
    expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject(refused('approval-void'))
  })

  it('is not asked for twice: as long as it waits that is said again, and once approved how to send it', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    bench.pass(60_000)
    expect(await bench.halt('notice', 'email', '--send')).toMatchObject({
      code: 9,
      err: expect.stringContaining(request),
    })
    expect(await bench.events('approval.requested')).toHaveLength(1)
    await bench.as('ito', 'elsewhere', 'approve', request)
    expect(await bench.halt('notice', 'email', '--send')).toMatchObject(refused('approved-already'))
  })

  it('takes the place of what waits if it says something else: a correction, a time or evidence', async () => {
    const bench = await FourEyes.begin()
    const former = await bench.asked()
    await bench.as('ito', 'elsewhere', 'approve', former)
    const later = await bench.halt('notice', 'email', '--send', '--next', '23:30', '--json')
    expect(later).toMatchObject({ code: 9, err: expect.stringContaining(`it replaces ${former}, which does not`) })
    const { awaiting } = documentSchemas.sent.parse(JSON.parse(later.out))
    expect(awaiting).not.toBe(former)
    expect(await bench.halt('notice', '--send', '--approved', former)).toMatchObject(refused('approval-void'))
    bench.pass(60_000)
    const again = await bench.halt('notice', 'email', '--send', '--next', '23:30', '--json')
    expect(documentSchemas.sent.parse(JSON.parse(again.out))).toMatchObject({ events: [], awaiting })
    await bench.as('ito', 'here', 'approve', awaiting ?? '')
    const corrects = async (words: string) => {
      const { code } = await bench.halt('notice', 'email', '--correct', words, '--send')
      expect(code).toBe(9)
      return (await bench.events('approval.requested')).length
    }
    expect(await corrects('取引だけを停止しています。')).toBe(3)
    bench.pass(60_000)
    expect(await corrects('取引だけを停止しています。')).toBe(3)
    expect(await corrects('入金も停止しています。')).toBe(4)
  })

  it('that failed is sent again only while its approval holds', async () => {
    const bench = await FourEyes.begin(SETTINGS.replace('"cat > email.txt"', '"exit 1"'))
    const request = await bench.asked()
    expect(await bench.as('ito', 'here', 'approve', request)).toMatchObject({ code: 6 })
    expect(await bench.halt('notice', 'email', '--send', '--retry')).toMatchObject({ code: 6 })
    bench.pass(31 * 60_000)
    expect(await bench.halt('notice', 'email', '--send', '--retry')).toMatchObject(refused('approval-void'))
  })

  it('is recorded as posted with the text that was approved, by the line that is printed with it', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked('notice', 'website', '--send')
    const approved = await bench.as('ito', 'here', 'approve', request)
    expect(approved.err).toContain(`notice website --posted --approved ${request} --link URL`)
    const posted = ['--posted', '--approved', request, '--link', 'https://status.example/1']
    await bench.ok('notice', 'website', ...posted)
    const [notice] = await bench.events('notice.posted')
    expect(notice?.data).toMatchObject({ approval: request, text: expect.stringContaining('【重要】') })
    expect(await bench.halt('notice', 'social', ...posted)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(other-approval)'),
    })
    expect(await bench.halt('notice', ...posted)).toMatchObject({ code: 2 })
    expect(await bench.halt('notice', 'website', 'social', ...posted)).toMatchObject({ code: 2 })
  })

  it('is posted with the claim that was approved, unless that was redacted since', async () => {
    const bench = await FourEyes.begin()
    await bench.ok('set', 'asset-safety.ja=お客様の資産は安全です')
    const claim = ['--evidence', 'Yamada compared the balances', '--approved-by', 'Mori']
    const request = await bench.asked('notice', 'website', '--send', ...claim)
    await bench.as('ito', 'here', 'approve', request)
    const posted = ['notice', 'website', '--posted', '--approved', request, '--link', 'https://status.example/1']
    await bench.ok(...posted)
    const [notice] = await bench.events('notice.posted')
    expect(notice?.data).toMatchObject({
      approval: request,
      claim: { evidence: 'Yamada compared the balances', approvedBy: 'Mori' },
    })
    await bench.ok('undo', '--reason', 'not yet')
    await bench.ok('redact', request, '--field', 'claim.evidence', '--reason', 'a name')
    expect(await bench.halt(...posted)).toMatchObject(refused('notice-errors'))
  })

  it('is posted by hand with the approval of its text, and without one the log and the report say so', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked('notice', 'website', 'social', '--send')
    const approved = await bench.as('ito', 'here', 'approve', request)
    const text = /website {2}.*\n([\s\S]*?)\n\nsocial {2}/.exec(approved.out)?.[1] ?? ''
    expect(text).toContain('【重要】')
    writeFileSync(join(bench.directory, 'posted.txt'), `${text}\n`)
    const link = ['--link', 'https://status.example/1']
    await bench.ok('notice', 'website', '--posted', '--text-file', 'posted.txt', ...link)
    await bench.ok('done', '2.2-social')
    const [website, social] = await bench.events('notice.posted')
    expect(website?.data).toMatchObject({ channel: 'website', approval: request })
    expect(social?.data).toMatchObject({ channel: 'social', unapproved: true })
    expect(await bench.ok('report')).toMatch(/\| without approval \| `social`/)
  })

  it('is posted with --approved only as it was approved: another text in the file is refused, and its own is kept', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked('notice', 'website', '--send')
    await bench.as('ito', 'here', 'approve', request)
    const [asked] = await bench.events('approval.requested')
    const [notice] = (asked?.data.notices ?? []) as { texts: { text: string }[] }[]
    const text = `${notice?.texts[0]?.text}\n`
    expect(text).toContain('平素より')
    const posted = ['notice', 'website', '--posted', '--approved', request, '--text-file', 'posted.txt']
    const other = {
      code: 2,
      err: expect.stringMatching(/the text of --text-file is not the one .*\(not-as-approved\)/),
    }
    for (const words of ['All is well', text.replace('平素より', ''), `${text}\nAll is well`]) {
      writeFileSync(join(bench.directory, 'posted.txt'), words)
      expect(await bench.halt(...posted)).toMatchObject(other)
      expect(await bench.halt(...posted, '--force', '--reason', 'it is out')).toMatchObject(other)
    }
    expect(await bench.events('notice.posted')).toEqual([])
    writeFileSync(join(bench.directory, 'posted.txt'), text)
    await bench.ok(...posted)
    expect(await bench.events('notice.posted')).toMatchObject([{ data: { approval: request, text } }])
  })

  it('is posted as a correction only with the words that were approved', async () => {
    const bench = await FourEyes.begin()
    await bench.ok('notice', 'website', '--posted', '--force', '--reason', 'it is out')
    const corrects = (words: string) => ['notice', 'website', '--correct', words]
    const request = await bench.asked(...corrects('取引だけを停止しています。'), '--send')
    const approved = await bench.as('ito', 'here', 'approve', request)
    expect(approved.err).toContain(`notice website --posted --correct-ja ... --approved ${request} --link URL`)
    const other = await bench.halt(...corrects('すべて正常です。'), '--posted', '--approved', request)
    expect(other).toMatchObject({
      code: 2,
      err: expect.stringMatching(/the text of --correct is not .*\(not-as-approved\)/),
    })
    await bench.ok(...corrects('取引だけを停止しています。'), '--posted', '--approved', request)
    const notice = (await bench.events('notice.posted')).at(-1)
    expect(notice?.data).toMatchObject({ approval: request, stage: 'correction' })
  })

  it('is not recorded with an approval of something else: that is named, with its own command', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    await bench.as('ito', 'elsewhere', 'approve', request)
    const other = await bench.halt('notice', 'website', '--posted', '--approved', request)
    expect(other).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${request} is about email, not about website`),
    })
    expect(other.err).toContain(`haltctl notice email --posted --approved ${request}`)
    expect(other.err).not.toContain('nobody has approved')
    expect((await bench.halt('notice', 'website', '--posted', '--approved', request, '--lang', 'ja')).err).toContain(
      `${request} は email の承認で、website の承認ではありません`,
    )
    await bench.ok('done', '3.4-criteria')
    const lift = await bench.asked('lift', '--request', 'trading')
    const ofLift = await bench.halt('notice', 'website', '--posted', '--approved', lift)
    expect(ofLift).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is about lifting trading,.*\(other-approval\)/),
    })
    expect(ofLift.err).toContain('haltctl lift trading')
    const inJapanese = await bench.halt('notice', 'website', '--posted', '--approved', lift, '--lang', 'ja')
    expect(inJapanese.err).toContain('解除（trading）の承認')
    expect(await bench.events('notice.posted')).toEqual([])
  })

  it('is void after a change of what it states, after thirty minutes, and once it is refused', async () => {
    type Act = (bench: FourEyes, request: string) => Promise<unknown>
    const cases: readonly (readonly [Act, (request: string) => string])[] = [
      [
        (bench) => bench.ok('set', 'cause.ja=装置の故障'),
        (request) =>
          `void ${request}: it rests on what has changed: Cause; prepare it again: first notice no. 1 (email)`,
      ],
      [
        async (bench) => bench.pass(31 * 60_000),
        (request) => `void ${request}: its time was over at 22:47; prepare it again: first notice no. 1 (email)`,
      ],
      [
        (bench, request) => bench.ok('refuse', request, '--reason', 'wrong cause'),
        (request) => `refused ${request} (taro: "wrong cause"): first notice no. 1 (email)`,
      ],
    ]
    for (const [act, shown] of cases) {
      const bench = await FourEyes.begin()
      const request = await bench.asked()
      await act(bench, request)
      expect(await bench.as('ito', 'here', 'approve', request)).toMatchObject(refused('approval-void'))
      expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject(refused('approval-void'))
      expect(await bench.ok('status')).toContain(`\nApprovals\n  ${shown(request)}\n`)
      expect(await bench.ok('handover')).toContain(shown(request))
      const again = await bench.asked()
      expect(again).not.toBe(request)
      expect(await bench.ok('status')).not.toContain(shown(request))
    }
    const bench = await FourEyes.begin()
    expect(await bench.halt('refuse', await bench.asked())).toMatchObject(refused('missing-answer'))
  })

  it('is recorded to lack it also where the rule has just been added', async () => {
    const bench = await FourEyes.begin(SETTINGS.replace(/^approval:.*\n/m, ''))
    bench.write('halt.yaml', SETTINGS)
    await bench.ok('notice', 'website', '--posted', '--force', '--reason', 'by hand')
    const later = await FourEyes.begin(SETTINGS.replace(/^approval:.*\n/m, ''))
    later.write('halt.yaml', SETTINGS)
    await later.ok('done', '2.2-website')
    for (const one of [bench, later])
      expect(await one.events('notice.posted')).toMatchObject([{ data: { unapproved: true } }])
  })

  it('whose time is over says when it was prepared and approved, and to compare clocks that are far apart', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    bench.pass(5 * 60_000)
    await bench.as('ito', 'elsewhere', 'approve', request)
    bench.pass(31 * 60_000)
    const { err } = await bench.halt('notice', '--send', '--approved', request)
    expect(err).toMatch(/is over \(prepared .*22:17:05, approved .*22:22:05\) \(approval-void\)\nPrepare it again/)
    const later = await bench.asked()
    bench.pass(-5 * 60 * 60_000)
    await bench.as('mori', 'elsewhere', 'approve', later)
    bench.pass(5 * 60 * 60_000)
    const odd = await bench.halt('notice', '--send', '--approved', later)
    expect(odd.err).toMatch(/approved .*17:5\d:05\) \(approval-void\)\nCompare the clocks of these machines/)
  })

  it('is any notice with a claim, with its evidence', async () => {
    const bench = await FourEyes.begin(SETTINGS.replace('[first, resumption, correction]', '[correction]'))
    await bench.ok('notice', 'email', '--send')
    await bench.ok('set', 'asset-safety.ja=お客様の資産は安全です')
    const claim = ['--evidence', 'balances compared', '--approved-by', 'Mori']
    const asked = await bench.halt('notice', 'email', '--send', ...claim)
    expect(asked).toMatchObject({ code: 9 })
    await bench.halt('notice', 'email', '--send', '--evidence', 'counted again', '--approved-by', 'Mori')
    expect(await bench.events('approval.requested')).toHaveLength(2)
    await bench.halt('notice', 'email', '--send', ...claim)
    const [request] = (await bench.events('approval.requested')).slice(-1)
    expect(request?.data.claim).toEqual({ evidence: 'balances compared', approvedBy: 'Mori' })
    expect(await bench.ok('approve')).toContain('evidence "balances compared"')
    await bench.as('ito', 'here', 'approve', `${request?.writer}:${request?.seq}`)
    expect(await bench.ok('report')).toContain(
      'balances compared; approved by Mori according to its author; the notice was approved by Ito',
    )
    const { noticeApprovals } = await bench.json<{ noticeApprovals: object[] }>('report', '--format', 'json')
    expect(noticeApprovals).toMatchObject([{ by: 'ito' }])
  })
})

describe('a lift', () => {
  it('has its decision approved first; without, it is recorded and said to lack it', async () => {
    const bench = await FourEyes.begin()
    const open = await bench.halt('lift', '--request', 'withdrawals')
    expect(open.err).toMatch(/nothing was lifted yet: \S+ waits/)
    expect(open.err).toContain('\nstill open: 3.4-criteria Set resumption criteria\n')
    expect(await bench.ok('approve')).toContain('lift withdrawals\nstill open: 3.4-criteria Set resumption criteria\n')
    await bench
      .ok('done', '3.4-criteria', '--force', '--reason', 'agreed')
      .catch(() => bench.ok('done', '3.4-criteria'))
    const request = await bench.asked('lift', '--request', 'trading')
    const approved = await bench.as('ito', 'here', 'approve', request)
    expect(approved).toMatchObject({ code: 0, out: expect.stringContaining('lift trading') })
    expect(approved.err).toMatch(/approved; nothing was lifted yet. Whoever lifts it: haltctl lift trading -i \S+\n/)
    await bench.ok('lift', 'trading')
    const unapproved = await bench.halt('lift', 'withdrawals')
    expect(unapproved).toMatchObject({ code: 0, err: expect.stringContaining('without an approval that counts') })
    const lifts = await bench.events('scope.lifted')
    expect(lifts.map(({ data }) => data.approval ?? data.unapproved)).toEqual([request, true])
    expect(await bench.ok('report')).toMatch(/\| without approval \| withdrawals \| {2}\| Taro \|/)
    expect(await bench.halt('lift', '--request', '--all')).toMatchObject({
      code: 0,
      err: expect.stringContaining('no change'),
    })
  })

  it('is asked for once: as long as it waits that is said again, with the event in JSON', async () => {
    const bench = await FourEyes.begin()
    await bench.ok('done', '3.4-criteria')
    const request = await bench.asked('lift', '--request', 'trading')
    const again = await bench.halt('lift', '--request', 'trading', '--json')
    expect(again).toMatchObject({ code: 9, err: expect.stringContaining(`${request} waits`) })
    expect(JSON.parse(again.out)).toMatchObject({ events: [], awaiting: request })
    expect(await bench.events('approval.requested')).toHaveLength(1)
    await bench.as('ito', 'elsewhere', 'approve', request)
    expect(await bench.halt('lift', '--request', 'trading')).toMatchObject({
      ...refused('approved-already'),
      err: expect.stringContaining('To lift: haltctl lift trading'),
    })
  })
})

describe('the settings', () => {
  it('say in the log who can approve from now on, also where only the contacts have changed', async () => {
    const bench = await FourEyes.begin()
    bench.write('contacts.yaml', CONTACTS.replace('legal: { head: ito }', 'legal: { head: taro }'))
    await bench.halt('notice', 'email', '--send')
    expect(await bench.ok('log')).toMatch(/settings adopted \S+, can approve from now on: Taro \(taro\), Mori \(mori\)/)
    expect(await bench.ok('--lang', 'ja', 'log')).toContain('（以後の承認者: 太郎 taro、森 mori）')
    bench.write('halt.yaml', SETTINGS.replace(/^approvers:.*\n/m, ''))
    await bench.halt('notice', 'email', '--send')
    expect(await bench.ok('log')).toContain(', anybody else can approve from now on')
  })
})

describe('what others have to do', () => {
  it('is a command with the incident, and without the name and the language of whoever asked', async () => {
    const bench = await FourEyes.begin()
    const given = ['--as', 'taro', '--lang', 'en'] as const
    const { err } = await bench.halt(...given, 'notice', 'email', '--send')
    const [, request = ''] = /nothing was sent yet: (\S+)/.exec(err) ?? []
    const line = `haltctl approve ${request} -i ${bench.id}\n`
    expect(err).toContain(`whoever approves it: ${line}`)
    const early = await bench.halt(...given, 'notice', '--send', '--approved', request)
    expect(early).toMatchObject({
      ...refused('not-approved'),
      err: expect.stringContaining(`For legal or mori: ${line}`),
    })
    const own = await bench.halt(...given, 'approve', request)
    expect(own.err).toContain(`For legal or mori: ${line}`)
    const approved = await bench.as('ito', 'elsewhere', ...['--as', 'ito', '--lang', 'en'], 'approve', request)
    expect(approved.err).toContain(
      `approved; nothing was sent yet. Whoever sends it: haltctl notice --send --approved ${request} -i ${bench.id}\n`,
    )
    expect((await bench.halt('notice', '--send', '--approved', request)).err).toContain(` -i ${bench.id}\n`)
  })

  it('names the reason where the request was refused', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    await bench.as('mori', 'here', 'refuse', request, '--reason', 'wrong cause')
    const { err } = await bench.as('ito', 'here', 'approve', request)
    expect(err).toContain(`mori refused ${request}: "wrong cause" (approval-void)`)
  })

  it('is told apart from events that are no requests', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    const [writer] = request.split(':')
    for (const command of [
      ['approve', `${writer}:1`],
      ['refuse', `${writer}:1`, '--reason', 'x'],
      ['notice', '--send', '--approved', `${writer}:1`],
    ])
      expect(await bench.halt(...command)).toMatchObject({
        code: 2,
        err: expect.stringMatching(
          /:1 is no request for approval, or was undone \(not-a-request\)\nWhat waits: haltctl approve/,
        ),
      })
    expect(await bench.halt('approve', 'nobody:3')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-event)'),
    })
  })

  it('can be approved by nobody where the department that could has no contacts, which is said', async () => {
    const bench = await FourEyes.begin(SETTINGS.replace('[legal, mori]', '[legal]'), null)
    const { err } = await bench.halt('notice', 'email', '--send')
    expect(err).toMatch(/waits until 22:47 for approval by Legal \(without people\)\n/)
    const [request] = await bench.events('approval.requested')
    const own = `${request?.writer}:${request?.seq}`
    for (const who of ['legal', '法務'])
      expect(await bench.as(who, 'elsewhere', 'approve', own)).toMatchObject(refused('not-another-person'))
  })

  it('is named by the number alone on any machine, where only one request has it', async () => {
    const bench = await FourEyes.begin()
    const [, number = ''] = (await bench.asked()).split(':')
    expect(await bench.as('ito', 'elsewhere', 'approve', number)).toMatchObject({ code: 0 })
    expect(await bench.ok('status')).toMatch(/\n {2}approved by Ito; send by 22:47: \S+ first notice no. 1 \(email\)\n/)
  })

  it('is not named by a number that several requests have, and the message names them', async () => {
    const bench = await FourEyes.begin()
    const [taro, number = ''] = (await bench.asked()).split(':')
    for (let seq = 1; seq < Number(number); seq += 1) await bench.as('mori', 'elsewhere', 'note', `look ${seq}`)
    await bench.as('mori', 'elsewhere', 'notice', 'website', '--send')
    const [other] = (await bench.events('approval.requested')).slice(-1)
    const { code, err } = await bench.as('ito', 'here', 'approve', number)
    expect(code).toBe(2)
    expect(err).toContain(`the number ${number}: `)
    expect(err).toContain('(ambiguous-request)')
    for (const request of [`${taro}:${number}`, `${other?.writer}:${other?.seq}`])
      expect(err).toContain(`haltctl approve ${request}`)
  })

  it('keeps the reason of a refusal as it was given', async () => {
    const bench = await FourEyes.begin()
    const request = await bench.asked()
    await bench.as('mori', 'here', 'refuse', request, '--reason', 'wrong cause')
    const [refusal] = await bench.events('approval.refused')
    const name = `${refusal?.writer}:${refusal?.seq}`
    const corrected = await bench.halt('correct', name, '--text', 'looks fine', '--reason', 'x')
    expect(corrected).toMatchObject(refused('not-correctable'))
    expect(await bench.ok('status')).toContain('"wrong cause"')
  })

  it('is said in Japanese with the names of the contacts', async () => {
    const bench = await FourEyes.begin()
    const asking = await bench.halt('--lang', 'ja', 'notice', 'website', 'email', '--send')
    const [, request = ''] =
      /まだ送信していません。(\S+) は法務、森の承認を待っています（22:47まで）\n/.exec(asking.err) ?? []
    expect(asking.err).toContain(`${request}  承認の依頼 第1報（ウェブサイト、メール）  taro\n`)
    expect(asking.err).toContain(`承認する人が実行: haltctl approve ${request} -i `)
    const status = () => bench.ok('--lang', 'ja', 'status')
    expect(await status()).toContain(
      `\n承認待ち・承認済み\n  承認待ち（承認者: 法務、森。22:47まで）: ${request} 第1報（ウェブサイト、メール）\n`,
    )
    const shown = await bench.halt('--lang', 'ja', 'approve')
    expect(shown.out).toContain(`${request}（作成 taro）: 承認待ち（承認者: 法務、森。22:47まで）\n`)
    expect(shown.err).toContain(`承認: haltctl approve ${request}　却下: haltctl refuse ${request} --reason 理由\n`)
    const lift = await bench.halt('--lang', 'ja', 'lift', '--request', 'trading')
    expect(lift.err).toContain('  承認の依頼 解除 売買  taro\n')
    expect(lift.err).toMatch(/まだ解除していません。.*\n終えていない手順: 3.4-criteria 再開基準を決める\n/)
    const approved = await bench.as('mori', 'elsewhere', '--lang', 'ja', 'approve', request)
    expect(approved.err).toContain('承認しました。まだ送信していません。送信する人が実行: haltctl notice')
    expect(await status()).toContain(`承認済み（森。22:47までに送信）: ${request} 第1報（ウェブサイト、メール）\n`)
    await bench.ok('refuse', request, '--reason', '原因の書き方が違う')
    expect(await status()).toContain(`却下 ${request}（taro「原因の書き方が違う」）: 第1報（ウェブサイト、メール）\n`)
  })
})

describe('where signers are set', () => {
  async function signing() {
    const bench = await FourEyes.begin()
    const key = (who: string) => join(bench.directory, who)
    for (const who of ['taro', 'ito'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', who, '-f', key(who)])
    const known = ['taro', 'ito'].map((who) => `${who}@example.com ${readFileSync(`${key(who)}.pub`, 'utf8')}`)
    bench.write('signers', known.join(''))
    const signAs = (who: string) =>
      bench.write('halt.yaml', `${SETTINGS}sign: { key: ${key(who)} }\nsigners: signers\n`)
    signAs('taro')
    return { bench, signAs }
  }

  it('two keys, signed by two people, tell author and approver apart', async () => {
    const { bench, signAs } = await signing()
    const request = await bench.asked()
    expect(await bench.as('ito', 'here', 'approve', request)).toMatchObject(refused('not-another-person'))
    signAs('ito')
    await bench.as('ito', 'elsewhere', 'approve', request)
    signAs('taro')
    expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
  })

  it('one person with two machines cannot approve', async () => {
    const { bench } = await signing()
    const request = await bench.asked()
    await bench.as('ito', 'elsewhere', 'approve', request)
    const sent = await bench.halt('notice', '--send', '--approved', request)
    expect(sent).toMatchObject(refused('not-another-person'))
    expect(sent.err).toContain('one person has signed both')
  })

  it('an approval whose key nobody signed is said not to count, and hides none that does', async () => {
    const { bench, signAs } = await signing()
    bench.write('contacts.yaml', CONTACTS.replace('legal: { head: ito }', 'legal: { head: ito, deputies: [mori] }'))
    const request = await bench.asked()
    bench.write('halt.yaml', `${SETTINGS}signers: signers\n`)
    const vain = await bench.as('mori', 'elsewhere', 'approve', request)
    expect(vain.err).toMatch(/recorded, but it does not count yet\n.*nobody .* signed the key of \S+ \(mori\)/)
    expect(vain.err).toContain('haltctl anchor')
    expect(vain.err).not.toContain('Whoever sends it')
    signAs('taro')
    expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject(refused('not-another-person'))
    signAs('ito')
    // On another machine than before, the same person approves it again.
    const again = await bench.haltWith(
      { env: { XDG_STATE_HOME: join(bench.directory, 'state-signed'), HALT_OPERATOR: 'mori' } },
      ...['approve', request],
    )
    expect(again.err).toContain('Whoever sends it')
    bench.write('halt.yaml', `${SETTINGS}signers: signers\n`)
    await bench.as('ito', 'elsewhere', 'approve', request)
    signAs('taro')
    expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject({ code: 0 })
  })

  it('an approval that does not count is said not to, wherever it is shown and where a lift would need it', async () => {
    const { bench } = await signing()
    await bench.ok('done', '3.4-criteria')
    const request = await bench.asked('lift', '--request', 'trading')
    await bench.as('ito', 'elsewhere', 'approve', request)
    for (const argv of [['status'], ['approve'], ['handover'], ['lift', '--request', 'trading'], ['lift', 'trading']])
      expect((await bench.halt(...argv)).err, argv.join(' ')).toContain('(not-another-person)')
    expect((await bench.halt('status')).err).not.toContain('(not-another-person)')
  })

  it('taro and Taro are one person', async () => {
    const { bench, signAs } = await signing()
    bench.write('signers', readFileSync(join(bench.workspace, 'signers'), 'utf8').replace('ito@', 'TARO@'))
    const request = await bench.asked()
    signAs('ito')
    await bench.as('ito', 'elsewhere', 'approve', request)
    signAs('taro')
    expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject(refused('not-another-person'))
  })

  it.each([
    ['in one line', (one: string, other: string) => `taro ${one}t.yamada,taro ${other}`],
    ['in two lines', (one: string, other: string) => `taro ${one}hana ${other}taro ${other}`],
    ['by the contacts', (one: string, other: string) => `taro ${one}hana,太郎 ${other}`],
    ['in quotes', (one: string, other: string) => `taro ${one}"hana,taro" ${other}`],
  ])('a second key of the author is theirs, under whatever other names it is listed: %s', async (_how, list) => {
    const { bench, signAs } = await signing()
    const [taro = '', second = ''] = ['taro', 'ito'].map((who) =>
      readFileSync(join(bench.directory, `${who}.pub`), 'utf8'),
    )
    bench.write('signers', list(taro, second))
    const request = await bench.asked()
    signAs('ito')
    await bench.as('ito', 'elsewhere', 'approve', request)
    signAs('taro')
    const sent = await bench.halt('notice', '--send', '--approved', request)
    expect(sent).toMatchObject(refused('not-another-person'))
    expect(sent.err).toContain('one person has signed both')
  })

  it.each([
    ['a pattern', (key: string) => `* ${key}`],
    ['what is not a name', (key: string) => `!hana,*@example.com ${key}`],
  ])('%s is nobody who could approve', async (_what, line) => {
    const { bench, signAs } = await signing()
    const [taro = '', ito = ''] = ['taro', 'ito'].map((who) =>
      readFileSync(join(bench.directory, `${who}.pub`), 'utf8'),
    )
    bench.write('signers', `taro ${taro}${line(ito)}`)
    const request = await bench.asked()
    signAs('ito')
    await bench.as('ito', 'elsewhere', 'approve', request)
    signAs('taro')
    expect(await bench.halt('notice', '--send', '--approved', request)).toMatchObject(refused('not-another-person'))
  })

  it('what is lifted or posted needs them, too', async () => {
    const { bench } = await signing()
    await bench.ok('done', '3.4-criteria')
    const request = await bench.asked('lift', '--request', 'trading')
    await bench.as('ito', 'elsewhere', 'approve', request)
    await bench.ok('lift', 'trading')
    const notice = await bench.asked('notice', 'website', '--send', '--stage', 'first')
    await bench.as('ito', 'elsewhere', 'approve', notice)
    await bench.ok('notice', 'website', '--posted', '--approved', notice, '--force', '--reason', 'by hand')
    const acts = await bench.events('scope.lifted', 'notice.posted')
    expect(acts.map(({ data }) => data.approval ?? data.unapproved)).toEqual([true, true])
  })

  it('what was posted in time and is recorded only later needs them, too', async () => {
    const { bench } = await signing()
    const request = await bench.asked('notice', 'website', '--send')
    await bench.as('ito', 'elsewhere', 'approve', request)
    bench.pass(40 * 60_000)
    await bench.ok('notice', 'website', '--posted', '--approved', request, '--at', '35m ago')
    const [notice] = await bench.events('notice.posted')
    expect(notice?.data).toMatchObject({ unapproved: true })
  })
})
