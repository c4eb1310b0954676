import { shortcomingOf } from '../domain/log/causal-heads.ts'
import { type Problem, problem } from '../domain/outcome.ts'
import type { Journal } from '../store/journal.ts'

/**
 * What the log lacks of what this machine (`log-behind`, where no damage accounts for it) or another writer
 * (`log-incomplete`) had seen of it.
 */
export function shortfalls(journal: Journal): Problem[] {
  const { id } = journal
  const behind = journal.findings().length === 0 ? journal.behind() : null
  const cut =
    behind === null
      ? []
      : [problem('log-behind', { id, writer: behind.kept.writer, seq: behind.found?.seq ?? 0, kept: behind.kept.seq })]
  const unmet = journal.unmet().map(({ head, by }) => {
    const found = journal.headOf(head.writer)
    const how = shortcomingOf(found, head)
    return problem('log-incomplete', { id, writer: head.writer, seq: found?.seq ?? 0, seen: head.seq, by, how })
  })
  return [...cut, ...unmet]
}
