export const board = {
  /** Of the page without an incident. */
  title: 'Incidents',
  code: 'Code',
  askCode: 'Enter the code of this board. It is the part of the address after #.',
  wrongCode: 'This code is not the one of this board. It changes each time the board is started.',
  enter: 'Open',
  language: 'Language',
  departments: 'Department',
  allDepartments: 'All',
  incidents: 'Open incidents',
  /** The latest one, if it is not open. */
  latest: (id: string) => `Latest, not open: ${id}`,
  closedByStranger: 'by a writer that is not known here',
  noneOpen: 'No incident is open.',
  noSuchPage: 'There is no such page here.',
  drill: 'DRILL: none of this happens to customers',
  /** `time` is the time of day with its zone. */
  asOf: (time: string) => `As of ${time}`,
  live: 'Connected: this page follows the log.',
  lost: 'NO CONNECTION: what you see is as of the time above.',
  ended: 'This board was started anew: what you see is as of the time above. Reload the page and enter the new code.',
  reloads: 'This page reloads itself every 20 seconds.',
  alarms: 'What speaks against the log',
  lastNotice: (channel: string, notice: string, time: string) => `Last public text: ${channel}, ${notice}, ${time}`,
  noNotice: 'Customers have been told nothing so far.',
  noText: 'Its text is not in the log.',
  copy: 'Copy',
  copied: 'Copied',
  entries: 'Latest entries',
  timeline: 'Timeline',
  serving: 'The board is open at the address above until Ctrl-C. Whoever has the address can read everything on it.',
}
export type BoardWords = typeof board
