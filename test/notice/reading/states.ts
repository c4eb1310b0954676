import { expect } from 'vitest'
import type { Language, Stage } from '../../../src/domain/runbook/runbook.ts'
import { kindOf } from './labels.ts'
import type { Line, Reading } from './lines.ts'
import { everIn, inState, isOpenIn, resumedIn, toldOfThis } from './model.ts'
import { type SaidState, SERVICES, servicesIn, stateIn } from './services.ts'
import { type Channel, isShort, OPERATIONS, type Story } from './story.ts'

/** Services, and what a text says of them. */
export interface Claim {
  readonly operations: readonly string[]
  readonly state: SaidState
}

const STILL = /^(?:引き続き|Still )/

/** The services and their state in a group such as `trading, deposits (both suspended)`; null if it is none. */
function groupIn(words: string, language: Language): Claim | null {
  const pattern = language === 'ja' ? /^(.*)（(.*)）$/ : /^(.*?) \((.*)\)$/
  const [, services = '', said = ''] = pattern.exec(words) ?? []
  const [operations, state] = [servicesIn(services, language), stateIn(said, language)]
  return operations === null || state === null ? null : { operations, state }
}

/** What a line says of the states of services; null if that cannot be read. None if it is about something else. */
function claimsIn(line: Line, language: Language): Claim[] | null {
  const { label, value } = line
  const kind = kindOf(line, language)
  const all = (state: SaidState | null) => {
    const operations = servicesIn(value, language)
    return operations === null || state === null ? null : [{ operations, state }]
  }
  if (kind === 'affected' || kind === 'remaining' || kind === 'group' || kind === 'again') {
    if (/^(?:確認中|being confirmed|なし（誤報として終了）|nothing \(closed as a false alarm\))$/.test(value)) return []
    const [group, state] = [groupIn(value, language), stateOfLabel(label, language)]
    if (group === null) return all(state)
    return state === null || fits(state, group.state) ? [group] : null
  }
  if (kind === 'available') return all('open')
  if (kind !== 'services') return []
  const [operations, state] = [servicesIn(label, language), stateIn(value, language)]
  return operations === null || state === null ? null : [{ operations, state }]
}

function stateOfLabel(label: string, language: Language): SaidState | null {
  const plain = label.replace(/^現在|しているサービス$|^Services now /g, '')
  return stateIn(plain, language)
}

/** Whether what is said of a state is so. */
const fits = (said: SaidState, is: string) => said === is || (said === 'restricted' && is === 'cancel-only')

/** Checks what lines say of the states of services, and that those of a notice about the halt leave none out. */
export function checkStates(story: Story, channel: Channel, language: Language, stage: Stage, reading: Reading): void {
  const { known } = story
  const claims = reading.lines.flatMap((line) => {
    // The one period that a report gives is that of all of them.
    if (stage === 'final' && kindOf(line, language) === 'affected' && channel !== 'internal') {
      expect(servicesIn(line.value, language), line.label).toEqual(everIn(story, 'restricted').toSorted())
      return []
    }
    const said = claimsIn(line, language)
    expect(said, `the services in ${line.label}: ${line.value}`).not.toBeNull()
    const told = toldOfThis(story, channel)
    // What goes on has been told.
    if (STILL.test(line.label) && told !== undefined && told.begunAt !== null)
      for (const one of (said ?? []).flatMap(({ operations }) => operations))
        expect(isOpenIn(told, one), `${one} is not still as it was`).toBe(false)
    return said ?? []
  })
  const changed = reading.changes.flatMap(({ label, after }): Claim[] => {
    const operations = servicesIn(label, language)
    if (operations === null || after === null) return []
    const state = stateIn(after, language)
    expect(state, `the state in ${label}: ${after}`).not.toBeNull()
    return [{ operations, state: state as SaidState }]
  })
  for (const { operations, state } of [...claims, ...changed])
    for (const one of operations)
      expect(fits(state, known.scope[one as keyof typeof known.scope] ?? 'nothing'), `${one} is ${state}`).toBe(true)
  checkResumed(story, language, reading)
  checkUnstated(story, language, reading)
  if (story.isCalledOff || stage === 'final' || stage === 'retraction') return
  const isNow = stage !== 'correction' || (known.begunAt !== null && !story.isOver)
  const said = [...claims, ...(isShort(channel) ? [...changed, ...plansIn(reading, language)] : [])]
  const named = (...states: readonly SaidState[]) =>
    [...new Set(said.filter(({ state }) => states.includes(state)).flatMap(({ operations }) => operations))].sort()
  if (isNow && !(isShort(channel) && stage === 'correction')) {
    expect(named('stopped'), 'all that is stopped').toEqual(inState(known, 'stopped'))
    expect(named('cancel-only', 'restricted'), 'all that is restricted').toEqual(inState(known, 'cancel-only'))
  }
  if (!isShort(channel) && stage !== 'resumption' && stage !== 'correction')
    expect(named('open'), 'all that is available').toEqual(inState(known, 'open'))
}

/** What an advance notice says in a sentence. */
function plansIn({ prose }: Reading, language: Language): Claim[] {
  const text = prose.join('\n')
  const plan =
    language === 'ja'
      ? /^(?:(?<stopped>[^（）]*?)の停止)?(?:、(?:および)?)?(?:(?<limited>[^（）]*)の制限(?:（(?<state>.*)）)?)?を予定しております/m
      : /^We plan to (?:suspend (?<stopped>.*?))?(?:,? and to )?(?:restrict (?<limited>[^(]*?)(?: \((?<state>.*)\))?)?\.?$/m
  const { stopped, limited, state } = plan.exec(text)?.groups ?? {}
  const claim = (services: string | undefined, is: SaidState | null): Claim[] => {
    const operations = services === undefined ? null : servicesIn(services, language)
    return operations === null || is === null ? [] : [{ operations, state: is }]
  }
  return [
    ...claim(stopped, 'stopped'),
    ...claim(limited, state === undefined ? 'restricted' : stateIn(state, language)),
  ]
}

/** The services in a line of what has resumed, without their times. */
export function resumedServicesIn(value: string, language: Language): string[] | null {
  const time =
    language === 'ja'
      ? /（(?:いずれも)?\d[^（）]*(?:\(.\)[^（）]*)?）/g
      : /\((?:both |all )?about \d[^()]*(?:\(UTC\+9\)[^()]*)?\)/g
  const all = value
    .replace(time, '|')
    .split(/\s*\|(?:／|; )?/)
    .filter((one) => one !== '')
  const found = all.map((one) => servicesIn(one.trim(), language))
  return found.includes(null) ? null : found.flat().map(String)
}

/** Checks that what is said to have resumed is all that has. */
function checkResumed({ known }: Story, language: Language, { lines }: Reading): void {
  const rows = lines.filter((line) => kindOf(line, language) === 'resumed')
  if (rows.length === 0) return
  const resumed = rows.flatMap(({ value }) => {
    if (/^(?:現在はございません|none)/.test(value)) return []
    const services = resumedServicesIn(value, language)
    expect(services, `what has resumed: ${value}`).not.toBeNull()
    return services ?? []
  })
  expect([...new Set(resumed)].sort(), 'what has resumed').toEqual(resumedIn(known))
}

function checkUnstated({ known, isPlanned }: Story, language: Language, { lines }: Reading): void {
  const rows = lines.filter((line) => kindOf(line, language) === 'unstated')
  const unstated = OPERATIONS.filter((one) => known.scope[one] === undefined).toSorted()
  if (rows.length > 0) expect(isPlanned, 'what was planned is known').toBe(false)
  for (const { value } of rows) expect(servicesIn(value, language), 'of what nothing is known').toEqual(unstated)
}

/** Services as a title or a sentence names them; null: in general. */
interface Mention {
  readonly operations: readonly string[] | null
  /** Others are meant as well. */
  readonly hasMore: boolean
  readonly is: 'stopped' | 'restricted' | 'resumed' | 'lifted'
}

const GENERAL = {
  ja: '(?:一部の?)?サービス(?:の全部または一部)?',
  en: '(?:some (?:or all )?of our services|some services|all services|services)',
}
const MENTIONS: Readonly<Record<Language, readonly RegExp[]>> = {
  ja: [
    new RegExp(
      `(?<services>${SERVICES.ja}|${GENERAL.ja})(?<more>等のサービス)?(?:の|を再び|を)?(?<verb>停止または制限|停止・制限(?!しているサービス)|停止|制限解除|制限|再開)`,
      'g',
    ),
  ],
  en: [
    new RegExp(
      `(?<services>${SERVICES.en}|${GENERAL.en})(?<more> and other services)? (?:(?:is|are|have|has|have been) )?(?<verb>halted|suspended or restricted|suspended|restricted|resumed)`,
      'gi',
    ),
    new RegExp(
      `(?<verb>suspension and restriction|suspension|restriction) of (?<services>${SERVICES.en}|${GENERAL.en})(?<more> and other services)?`,
      'gi',
    ),
    /(?<services>trading) (?<verb>halt)\b/gi,
    /these services were (?<verb>suspended|restricted) again.*?: (?<services>.*)\.$/gim,
    /(?<services>restrictions) have been (?<verb>lifted)/gi,
  ],
}

function mentionsIn(text: string, language: Language): Mention[] {
  return MENTIONS[language].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ groups = {} }): Mention[] => {
      const { services = '', more, verb = '' } = groups
      const mention = (is: Mention['is']): Mention => {
        return { operations: servicesIn(services, language), hasMore: more !== undefined, is }
      }
      if (/または|・制限| or | and /.test(verb)) return [mention('stopped'), mention('restricted')]
      if (/解除|lifted/.test(verb)) return [mention('lifted')]
      if (/再開|resumed/i.test(verb)) return [mention('resumed')]
      return [mention(/制限|restrict/i.test(verb) ? 'restricted' : 'stopped')]
    }),
  )
}

/** Checks what a title says of services, and the sentences of a notice that lasts. */
export function checkMentions(story: Story, language: Language, stage: Stage, reading: Reading): void {
  const { known } = story
  const title = reading.title.replace(/システムメンテナンスに伴う| for system maintenance/, '')
  const isPast = stage === 'final' || stage === 'correction' || stage === 'retraction' || story.isOver
  const lead = reading.prose.filter(
    (one) => !/予定|取りやめ|plan|called off|下記のとおり|実際に|開始日時|nevertheless|in fact|本件/.test(one),
  )
  const sentences = isPast
    ? []
    : lead.flatMap((one) => mentionsIn(one, language)).filter(({ is }) => is === 'stopped' || is === 'restricted')
  for (const mention of [...mentionsIn(title, language), ...sentences])
    checkMention(story, stage, isPast, mention, title)
  const whole = [reading.title, ...reading.prose].join('\n')
  const isAllBack =
    /すべて(?:再開|解除)|ありすべて|[Aa]ll (?:services (?:that were )?suspended.*|restrictions.*) (?:have resumed|lifted)/.test(
      whole,
    )
  if (isAllBack) expect(story.isOver, 'all have resumed').toBe(true)
  const remaining =
    /(?:引き続き|現在、?)、?(?:一部のサービスを)?(停止または制限|停止|制限)して(?:いるサービスが|おります)|(?:Others|Other services|Some services) are (?:still|now) (suspended or restricted|suspended|restricted)/.exec(
      whole,
    )
  if (stage === 'resumption' && remaining !== null) {
    const said = remaining[1] ?? remaining[2] ?? ''
    expect(/停止|suspended/.test(said), 'some are stopped').toBe(inState(known, 'stopped').length > 0)
    expect(/制限|restricted/.test(said), 'some are restricted').toBe(inState(known, 'cancel-only').length > 0)
  }
}

function checkMention(story: Story, stage: Stage, isPast: boolean, mention: Mention, title: string): void {
  const { known } = story
  const { operations, hasMore, is } = mention
  const about = `${operations?.join() ?? 'services'} ${is} in ${title}`
  if (is === 'resumed' || is === 'lifted') {
    // Of some: there is a rest.
    const isPartial = /一部|[Ss]ome/.test(title)
    if (stage !== 'resumption' && stage !== 'final') return
    expect(story.isOver, about).toBe(!isPartial)
    if (isPartial) expect(resumedIn(known), about).not.toEqual([])
    for (const one of operations ?? []) expect(everIn(story, 'restricted'), about).toContain(one)
    return
  }
  const now = is === 'stopped' ? inState(known, 'stopped') : inState(known, 'cancel-only')
  const all = isPast ? everIn(story, is) : now
  // Nobody has said of what.
  if (operations === null) {
    if (Object.keys(known.scope).length > 0) expect(all, about).not.toEqual([])
    return
  }
  for (const one of operations) expect(all, about).toContain(one)
  const isAgain = /再停止|再制限|again/.test(title) || /again/.test(about)
  if (hasMore) expect(inEver(story, isPast).length, about).toBeGreaterThan(operations.length)
  else if (!isPast && !isAgain && is === 'stopped') expect([...operations].sort(), about).toEqual(all)
}

function inEver(story: Story, isPast: boolean): string[] {
  return isPast ? everIn(story, 'restricted') : inState(story.known, 'stopped', 'cancel-only')
}
