export const manualWords = {
  manual: 'haltctl manual',
  name: 'Name',
  synopsis: 'Synopsis',
  description: 'Description',
  arguments: 'Arguments',
  options: 'Options',
  commands: 'Commands',
  subcommands: 'Subcommands',
  examples: 'Examples',
  exitStatus: 'Exit status',
  environment: 'Environment',
  files: 'Files',
  seeAlso: 'See also',
  /** Of each command: where the options stand that all take. */
  globals: (page: string) => `Besides these, it takes the options of every command: ${page}.`,
  /** What a page of the documentation tells more of. */
  guide: (page: string) => `The guide, in the folder of the package: docs/${page}`,
  topic: (topic: string) => `help ${topic}`,
  about:
    'When a service stops, haltctl guides the engineer on call through the operations manual: first look, notices to customers, the hours of the halt, resumption and follow-up. It writes every answer to a log with its time, on disk, before it asks the next question, and writes the report afterwards.',
  twoNames:
    'The same program is installed as halt, too. On Debian, another program of that name powers the machine off.',
  fileList: [
    ['halt.yaml', 'the settings of a workspace'],
    ['contacts.yaml', 'whom to call'],
    ['runbooks/', 'the manual of a workspace'],
    ['incidents/', 'the logs'],
  ] as readonly (readonly [string, string])[],
}

export type ManualWords = typeof manualWords
