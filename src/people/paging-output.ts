import { targetWords } from '../delivery/words.ts'
import type { Text } from '../i18n/text.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { recordedJson, sayRecorded } from '../incident/record.ts'
import { deliveryReasonWords } from '../notice/output.ts'
import { finishOnSignal } from '../platform/process.ts'
import type { AppendResult } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { type CallList, personIn, refreshCallList } from './call-list.ts'
import { personName, wayWords } from './contacts-view.ts'
import { assertPaged, type PageResult, type PageTarget, pageAll, peopleToCallByHand, previewPages } from './paging.ts'
import { peopleText } from './words.ts'

export interface PageRun {
  readonly targets: readonly PageTarget[]
  /** People without a way to page them. */
  readonly unpageable: readonly string[]
  /** What the command recorded before paging; `--json` prints it in the same document. */
  readonly alreadyRecorded: AppendResult | null
}

/** Pages people and reports to standard error. Rejects with `page-failed` or `page-interrupted` if any were not paged. */
export async function runPages(
  world: World,
  chosen: ChosenIncident,
  callList: CallList,
  { targets, unpageable, alreadyRecorded }: PageRun,
): Promise<number> {
  const { paging: said } = await peopleText(world.text.language)
  const { journal } = chosen
  const recordings: AppendResult[] = alreadyRecorded === null ? [] : [alreadyRecorded]
  if (journal.incident.declaration?.drill && targets.length > 0) world.say(`[${world.text.words.drill}] ${said.drill}`)
  const { value: paged, stoppedBy } = await finishOnSignal(
    () => world.say(said.stopping),
    (stop) =>
      pageAll(world, chosen, callList, targets, {
        stop,
        onRecorded(appended) {
          recordings.push(appended)
          sayRecorded(world, journal, appended)
        },
      }),
  )
  for (const line of await pagingResultLines(world, callList, paged, unpageable)) world.say(line)
  if (world.options.json) {
    const events = recordings.flatMap((appended) => appended.events)
    const already = recordings.flatMap((appended) => appended.already)
    world.print(recordedJson(journal, { events, already }))
  }
  assertPaged(paged, stoppedBy !== null)
  return 0
}

/** Why each page that was not sent failed, or may have, and how to reach people whom no page reaches. */
export async function pagingResultLines(
  { text }: World,
  callList: CallList,
  paged: readonly PageResult[],
  left: readonly string[],
): Promise<string[]> {
  const { paging: said, contacts: words } = await peopleText(text.language)
  const { incident } = refreshCallList(callList)
  const name = (person: string) => personName(incident, person, text)
  const failures = paged.flatMap(({ wanted, attempts }) =>
    attempts
      .filter(({ delivered }) => delivered.outcome !== 'sent')
      .map(async ({ way, delivered: { why, detail } }) => {
        const reason = await deliveryReasonWords(why ?? '', text.language)
        const line = said.failed(name(wanted.person), words.ways[way.by], reason)
        return `${line}${detail === null ? '' : `  (${inertLine(detail)})`}`
      }),
  )
  const byHand = await byHandLines(text, callList, [...left, ...peopleToCallByHand(paged)])
  return [...(await Promise.all(failures)), ...byHand]
}

/** How to call people whom no page reaches; leaves out those whose number or address is not known. */
async function byHandLines(text: Text, callList: CallList, people: readonly string[]): Promise<string[]> {
  const { paging: said, contacts: words } = await peopleText(text.language)
  return people.flatMap((person) => {
    const ways = personIn(callList, { person }).reach.filter(({ to }) => to !== null)
    const name = personName(callList.incident, person, text)
    return ways.length === 0 ? [] : [said.byHand(name, ways.map((way) => wayWords(way, words)).join(', '))]
  })
}

/** Prints what would go to whom; sends and records nothing. Resolves to exit code 8 if a page could not be sent, else 0. */
export async function printPagesDryRun(
  world: World,
  chosen: ChosenIncident,
  callList: CallList,
  { targets, unpageable }: Omit<PageRun, 'alreadyRecorded'>,
): Promise<number> {
  const { paging: said, contacts: words } = await peopleText(world.text.language)
  const pages = await previewPages(world, chosen, callList, targets)
  const { language, words: named } = world.text
  for (const { person, way, text, unreadiness, ...to } of pages) {
    const [who, how] = [personName(callList.incident, person, world.text), words.ways[way]]
    if (unreadiness === null) world.say(said.dryRun(who, how, inertLine(await targetWords(to, language))))
    else world.say(said.dryRunStays(who, how, inertLine(unreadiness.detail), named.failure(unreadiness.why)))
    world.print(text)
  }
  for (const line of await byHandLines(world.text, callList, unpageable)) world.say(line)
  return pages.some(({ unreadiness }) => unreadiness !== null) ? 8 : 0
}
