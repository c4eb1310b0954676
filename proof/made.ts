import fc from 'fast-check'

/** Text and values as nobody would write them, for whatever reads YAML or the log. */

const PIECES = [
  'steps:',
  'title: ',
  'id: ',
  'ja: ',
  'en: ',
  'timezone: ',
  'cadence: ',
  'share: ',
  'channels: ',
  'reviewed: ',
  '2026-11-24',
  '5m',
  '99999999999999d',
  '- ',
  '  ',
  '\n',
  '\n  ',
  '\n    ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|\n',
  '>-\n',
  '? ',
  '&a ',
  '*a ',
  '<<: ',
  '!!map ',
  '!!binary ',
  '!!js/function ',
  '%YAML 1.2\n',
  '%TAG ! x\n',
  '---\n',
  '...\n',
  '__proto__: ',
  'constructor: ',
  'toString: ',
  '見る',
  '\t',
  '\r\n',
  '\r',
  '#',
  ',',
  '\u0000',
  '\u0007',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ud800',
  '~',
  'null',
  'true',
  '.inf',
  '0x1F',
  '1e999',
  '-0',
]

const long = fc
  .nat(4000)
  .chain((n) => fc.constantFrom('[', '{', '- ', '? ', 'a: ', '&a', '"', 'é', '- - ').map((piece) => piece.repeat(n)))

/** Text of pieces that mean something to YAML, of any characters, or of one thing over and over. */
export const madeText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: long },
)

/** A text in which a few characters were replaced, doubled or cut out by other pieces. */
export function mangled(text: string): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(text.length), fc.nat(12), fc.constantFrom(...PIECES, ''))
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce((made, [at, length, piece]) => made.slice(0, at) + piece + made.slice(at + length), text),
    )
}

/** The same bytes as other encodings and other line ends have them. */
export function encoded(text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const forms: ((made: string) => Buffer)[] = [
    (made) => Buffer.from(made),
    (made) => Buffer.from(made),
    (made) => Buffer.from(made),
    (made) => Buffer.from(`\ufeff${made}`),
    (made) => Buffer.from(`\ufeff${made}`, 'utf16le'),
    (made) => Buffer.from(`\ufeff${made}`, 'utf16le').swap16(),
    (made) => Buffer.from(made, 'latin1'),
    (made) => Buffer.from(made.replaceAll('\n', '\r\n')),
  ]
  return fc.tuple(text, fc.constantFrom(...forms)).map(([made, form]) => form(made))
}

/** Values that stand where another belongs. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    -(2 ** 53),
    2 ** 53 - 1,
    1e308,
    '',
    'x',
    '__proto__',
    'constructor',
    'toString',
    'latest',
    'sev1',
    'open',
    'closed',
    '\u0000',
    '\ud800',
    '\u001b[2J',
    '\u202e',
    '../..',
    '2026-11-24',
    '2026-11-24T22:05:00+09:00',
    '2026-99-99T99:99:99+99:99',
    '+275760-09-13T00:00:00.000Z',
    '9999-12-31T23:59:59Z',
    '1 (\u001b[2J)',
    [],
    {},
    [null],
    [{}],
    { steps: [null] },
    { steps: [{}] },
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    'x'.repeat(100_000),
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
)

/** A value with something in it, at any depth, replaced, taken out or added. */
export function altered(value: object): fc.Arbitrary<object> {
  const change = fc.tuple(fc.nat(), oddValue, fc.constantFrom('replace', 'replace', 'remove', 'add', 'nest'))
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) =>
    changes.reduce<object>((made, [where, odd, how]) => {
      const copy = structuredClone(made)
      const places = [...placesIn(copy)]
      const [inside, key] = places[where % places.length] as readonly [Record<string, unknown>, string]
      if (how === 'remove') delete inside[key]
      else if (how === 'add') inside[typeof odd === 'string' ? odd.slice(0, 40) : 'more'] = odd
      else if (how === 'nest') inside[key] = { [key]: inside[key] }
      else inside[key] = odd
      return copy
    }, value),
  )
}

function* placesIn(value: object): Generator<readonly [object, string]> {
  for (const [key, inner] of Object.entries(value)) {
    yield [value, key]
    if (typeof inner === 'object' && inner !== null) yield* placesIn(inner)
  }
}
