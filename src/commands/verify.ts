import type { Command } from 'commander'
import type { Run } from '../command.ts'
import { type Head, nameOf } from '../domain/log/event.ts'
import { headDigest } from '../domain/log/line.ts'
import { setBacks } from '../domain/log/skew.ts'
import { fail } from '../domain/outcome.ts'
import { whileReading } from '../edges/busy.ts'
import type { Journal } from '../edges/journal.ts'
import { chooseAny } from '../incidents.ts'
import { inert } from '../render/inert.ts'
import { verifyLabels } from '../text/verify.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--against <head>', 'a head that the log once had: 20 to 64 hexadecimal digits')
    .action((options: { against?: string }) => start((world) => run(world, options.against)))
}

async function run(world: World, against: string | undefined): Promise<number> {
  if (against !== undefined && !/^[0-9a-f]{20,64}$/i.test(against)) fail('bad-head', { given: against })
  const { journal } = await whileReading(world, () => chooseAny(world))
  const labels = await verifyLabels(world.text.language)
  const findings = journal.findings().map((f) => ({ ...f, message: world.text.damage[f.why] }))
  const behind = journal.behind()
  const head = headDigest(journal.incident.heads.values())
  const back = setBacks(journal.events())
  const anchored = against === undefined ? null : anchorOf(journal, against.toLowerCase())
  const result =
    findings.length > 0
      ? 'damaged'
      : behind !== null
        ? 'behind'
        : against !== undefined && anchored === null
          ? 'unknown-head'
          : against === undefined
            ? 'consistent'
            : 'anchored'
  if (world.options.json)
    world.print(
      JSON.stringify({
        schemaVersion: 1,
        incident: journal.id,
        result,
        events: journal.incident.events,
        head,
        anchoredAt: anchored,
        findings,
        behind,
        torn: journal.torn(),
        setBack: { events: back.events, mostSeconds: back.most / 1000 },
      }),
    )
  else {
    for (const f of findings) world.print(`${inert(f.file)}:${f.line} ${f.message}`)
    world.print(labels.result[result](journal.incident.events, anchored ?? ''))
    if (back.events > 0) world.print(labels.setBack(back.events, world.text.words.seconds(back.most / 1000)))
    world.print(labels.head(head))
  }
  if (result === 'damaged') return fail('damaged', journal.findings()[0] as (typeof findings)[number])
  if (behind !== null)
    return fail('log-behind', { writer: behind.kept.writer, seq: behind.found?.seq ?? 0, kept: behind.kept.seq })
  if (result === 'unknown-head') return fail('head-unknown', { head: against ?? '' })
  return 0
}

/** The event at which the log had the given head; null where it never had. */
function anchorOf(journal: Journal, given: string): string | null {
  const heads = new Map<string, Head>()
  for (const event of journal.events()) {
    heads.set(event.writer, { writer: event.writer, seq: event.seq, hash: event.hash })
    if (headDigest(heads.values()).startsWith(given)) return nameOf(event)
  }
  return null
}
