import type { TopicWords } from './topic.ts'

export const words: TopicWords = {
  list: {
    title: 'Topics',
    head: ['Topic', 'About'],
    how: (me) => `Read one with: ${me} help TOPIC. Of a command: ${me} help COMMAND.`,
  },
  schemas: ['Command', 'Schema'],
  topics: {
    environment: {
      title: 'Environment variables',
      parts: [
        'An option on the command line comes before the variable, and the variable before halt.yaml.',
        {
          head: ['Variable', 'Meaning'],
          rows: [
            ['HALT_DIR', 'the workspace folder, as --dir'],
            ['HALT_INCIDENT', 'the incident, as -i'],
            ['HALT_OPERATOR', 'the name of the person acting, as --as; without it, the login name'],
            ['HALT_LANG', 'ja or en, as --lang; without it, LC_ALL, LC_MESSAGES or LANG'],
            ['HALT_RELAY_URL', 'the address of the relay, unless halt.yaml names another variable'],
            ['CI', 'set, and not empty or false: nothing is asked, as with --no-input'],
            ['NO_COLOR, FORCE_COLOR', 'no colour, or colour in a pipe too; --color comes first'],
            ['CLICOLOR_FORCE, CLICOLOR', 'the same by another convention; CLICOLOR=0 is no colour'],
            [
              'HALT_DEBUG',
              'set, and not 0 or false: as --verbose, with times, programs and servers, and where it failed',
            ],
            ['FORCE_HYPERLINK', '1: web addresses on a terminal are links (OSC 8); 0: they are not'],
            ['PAGER, LESS', 'what shows long output on a terminal (less); an empty PAGER or cat is none'],
            ['VISUAL, EDITOR', 'the editor of notice --edit (vi)'],
            ['XDG_DATA_HOME', 'holds the workspace where none is named: halt below it'],
            ['XDG_STATE_HOME', "holds this machine's keys and the heads of its logs: back it up"],
            ['XDG_CACHE_HOME', 'holds what can be made again'],
            ['TMPDIR', 'holds temporary files while they are needed (/tmp)'],
          ],
        },
        'Passwords and tokens are in variables that halt.yaml names (passwordEnv, urlEnv), never in the file itself.',
      ],
    },
    'exit-codes': {
      title: 'Exit codes',
      parts: [
        {
          head: ['Code', 'Meaning'],
          rows: [
            ['0', 'done; also if everything was so already'],
            ['1', 'a bug in halt'],
            ['2', 'usage or invalid input; nothing was written'],
            ['3', 'refused, or an answer is missing; the message says what to do'],
            ['4', 'a log is damaged, altered, behind or gone'],
            ['5', 'NOT recorded'],
            ['6', 'recorded, but something failed afterwards, or bytes that should be deleted are still there'],
            ['7', 'status --check: something is overdue or to be checked, or an unknown writer silenced an alarm'],
            ['8', 'a check found an error'],
            ['9', 'recorded, and waits for the approval of another person; nothing was sent or lifted'],
            ['130', 'interrupted or paused; the message has the command that goes on'],
          ],
        },
        'Each failure has a code in words besides, in parentheses at the end of its first line: docs/errors.md lists them.',
      ],
    },
    'incident-selection': {
      title: 'Which incident a command is about',
      parts: [
        {
          head: ['Given', 'Chosen'],
          rows: [
            ['-i ID', 'that incident; a prefix will do if only one begins with it'],
            ['-i latest', 'the latest open halt, else the latest open drill, else the latest of all'],
            ['HALT_INCIDENT', 'the same, where -i is not given'],
            ['nothing', 'the only open halt, else the only open drill; its id is said on standard error'],
          ],
        },
        'If several are open and none is named, the command is refused (exit 3) and lists them. Commands that look back take the latest incident if none is open.',
        'In a script, use the id that start prints: HALT_INCIDENT=$(haltctl start --type TYPE); export HALT_INCIDENT.',
      ],
    },
    json: {
      title: 'JSON for scripts',
      parts: [
        'With --json a command prints one document to standard output, with schemaVersion 1; log --json prints one event a line. Messages go to standard error.',
        'A failure with --json is one document on standard error: { schemaVersion, error: { code, message, mend, exit }, messages }.',
        'The schemas (JSON Schema, draft 2020-12) are files in the folder schemas of the package, by these names. With the options in this table a command prints another document:',
      ],
    },
    times: {
      title: 'How times are written',
      parts: [
        {
          head: ['Typed', 'Read as'],
          rows: [
            ['22:05', 'where something happened: the last 22:05; where something is due: the next one'],
            ['yesterday 22:05, tomorrow 05:30', 'that day'],
            ['10m ago, in 10m', 'so long before now, so long from now'],
            ['10m, 1h30m', 'where something happened: so long before now; where something is due: so long from now'],
            ['2026-11-24 22:05', 'in the zone of the workspace'],
            ['2026-11-24T22:05:00+09:00', 'ISO 8601, with its zone'],
            ['23:30-24:10, FROM/TO', 'a range'],
            ['2026-12-10, yesterday', 'a day: only for --due, --since, --until and facts that are a day'],
          ],
        },
        'A time of day alone that would be further than 12 hours away is never guessed: it is refused (time-unclear), with the readings to copy. What has happened is never in the future. Each time typed without its date is repeated with it.',
      ],
    },
  },
}
