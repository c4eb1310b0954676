/** A team's own chapter with one step that has nearly everything a step can have, for a type of its own. */
export const TEAM_CHAPTER = `reviewed: 2026-11-24
title: { ja: 私たちの章, en: Our chapter }
types: { outage: { planned: never, ja: 障害対応, en: outage } }
departments: { desk: { ja: 窓口, en: Desk } }
facts: { queue: { kind: text, ja: 待ち行列の長さ, en: Length of the queue } }
steps:
  - id: 8-look
    section: "8"
    clauses: []
    source: extension
    department: desk
    title: { ja: 待ち行列を見る, en: Look at the queue }
    instructions:
      ja: |
        ページを開く。
        件数を数える。
      en: |
        Open the page.
        Count what waits.
    modality: effort
    kind: recurring
    every: 30m
    until: lifted
    facts: [queue]
    asks: [scope]
    applies: { outage: soon }
    phase: during-halt
    gate: lift
    renew: true
    tells: desk
    commands:
      - title: { ja: 見る, en: Look }
        run: [./queue.sh, --all]
`
