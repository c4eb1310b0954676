/** Texts that a shell or a terminal could interpret. */
export const HOSTILE = [
  '',
  "it's",
  '$(id)',
  '`id`',
  '; rm -rf x',
  'a b',
  '../x',
  '*',
  '~',
  '!x',
  'a\nb',
  '\u001b[2J',
  '\u202e',
  '\\n',
  '訓練',
  '\u0085',
]
