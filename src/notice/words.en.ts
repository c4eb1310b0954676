import { claims } from '../i18n/claims.en.ts'
import { pluralize } from '../i18n/words.en.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { NamedFact, NoticeFindingCode, NoticeFindingParams } from './notice-finding.ts'

/**
 * Message and fix of a finding; facts and channels by id, as on the command line. `me` is how the program was called; in the
 * walk, the fix names the keys beside the text instead of flags.
 */
export type NoticeFindingWords = {
  readonly [C in NoticeFindingCode]: (
    params: NoticeFindingParams[C],
    me: string,
    inWalk: boolean,
  ) => readonly [string, string]
}

const WHAT = { start: 'start of the halt', scope: 'scope', next: 'time of the next report', type: 'type' } as const

const INTERNAL = {
  extension: 'is an extension inside the company',
  host: 'is an address inside the company',
  chat: 'is a chat of the company',
} as const

const namesOf = (writers: readonly { readonly writer: string; readonly by: string }[]) =>
  writers.map(({ writer, by }) => `${writer} (${by})`).join(', ')

const withId = (label: string, id: string) => (label === id ? id : `${label} (${id})`)
const nameOfChange = (one: NamedFact | 'scope' | 'type') =>
  typeof one === 'string' ? `the ${WHAT[one]}` : withId(one.label.en, one.fact)

/** What to state of a fact: its value, or its public words in each language. */
const statements = (fact: string, languages: readonly string[]) =>
  languages.length === 0 ? `${fact}=VALUE` : languages.map((language) => `${fact}.${language}=WORDS`).join(' ')

export const noticeFindings: NoticeFindingWords = {
  'fact-missing': ({ fact, label, languages }, me) => [
    `${withId(label.en, fact)} is missing`,
    fact === 'contact'
      ? `Set contact in halt.yaml, or: ${me} set ${statements(fact, languages)}`
      : `State it: ${me} set ${statements(fact, languages)}, or ${fact}=? while it is not known`,
  ],
  'words-missing': ({ fact, label, languages }, me) => [
    `${withId(label.en, fact)} has no public words; customers read that it is not known yet`,
    `Give them: ${me} set ${statements(fact, languages)}`,
  ],
  'scope-missing': ({ operation }, me) => [
    'nobody has stated what is stopped; customers read that the scope is being confirmed',
    `State it: ${me} scope ${operation}=stopped`,
  ],
  'language-missing': ({ fact, language }, me) =>
    fact === 'scope'
      ? [
          `the words of a limited state are not in this language (${language})`,
          'Give them in both languages, Japanese / English',
        ]
      : [
          `${fact} has no public words in this language (${language})`,
          `Give them: ${me} set ${fact}.${language}=WORDS`,
        ],
  'words-in-other-language': ({ fact, language }, me) => [
    `${fact}.${language} seems to be in ${language === 'ja' ? 'English' : 'Japanese'}`,
    `Say it in ${language === 'ja' ? 'Japanese' : 'English'}: ${me} set ${fact}.${language}=WORDS`,
  ],
  'no-next-report': (_, __, inWalk) => [
    'nothing says when the next report will come',
    inWalk ? 'Promise a time with w' : 'Promise a time: --next TIME',
  ],
  'next-unstated': ({ next }, _, inWalk) => [
    `the text does not give ${briefTimeText(next)} as the time of the next report, or gives another one too`,
    inWalk
      ? 'Give that time alone, or promise the one in the text with w'
      : 'Give that time alone, or promise the one in the text: --next TIME',
  ],
  'number-differs': ({ stated, recorded }) => [
    `the text calls itself notice ${stated}, but the log records it as notice ${recorded}`,
    `Number it ${recorded}; if ${stated} is right, record the earlier notices first`,
  ],
  'expected-past': ({ fact }) => [
    'the expected time of resumption has passed',
    `State a new one, or ${fact}=? for not known yet`,
  ],
  'time-past': (time, me) =>
    time.words === null
      ? [
          'this announces a halt for a time that has passed',
          `Begin it: ${me} advance; or move it: ${me} set ${time.planned.map((fact) => `${fact}=TIME`).join(' ')}`,
        ]
      : [
          `a time that has passed is given as one to come: ${time.words}`,
          'Give a new time, or say that it is not yet known',
        ],
  'fact-dropped': ({ fact, label }) => [
    `the text does not state: ${withId(label.en, fact)}`,
    'Put it in, also while it is not known: the manual asks for it in every notice',
  ],
  'fact-differs': ({ label, recorded }) => [
    `the text states something else than the log: ${label}`,
    `Write "${recorded}"; if the text is right, record what it says first`,
  ],
  'answer-awaited': ({ fact, label, languages }, me) => [
    `customers were told here that it is being checked, and do not read what came of it: ${withId(label.en, fact)}`,
    `State it: ${me} set ${statements(fact, languages)}; until it is known, say that it is still being checked`,
  ],
  'contact-internal': ({ kind, words }) => [
    `customers cannot use this contact: "${words}" ${INTERNAL[kind]}`,
    'Give a telephone number, an address or a page that anyone can reach',
  ],
  empty: ({ where }, _, inWalk) => [
    `the ${where} has no words`,
    `Write it ${inWalk ? 'with i or o' : 'with --edit'}, or mend the template in runbooks/notices/`,
  ],
  'too-long': ({ what, size, limit }) =>
    what === 'post'
      ? [`the post weighs ${size}; X takes ${limit}`, 'Shorten it: a full-width character weighs 2, a link 23']
      : [`the push notice has ${size} bytes; at most ${limit} can be sent`, 'Shorten it; leave the details to a page'],
  'control-character': ({ where, character, line, fact }) => [
    where === 'fact'
      ? `${fact} has a control character (${character})`
      : `the ${where === 'subject' ? 'subject' : `text, line ${line},`} has a control character (${character})`,
    'Take it out: no reason overrides this',
  ],
  'resumption-contradicted': ({ why, words }, me) =>
    why === 'nothing-resumed'
      ? [
          'this is a notice of resumption, but nothing that was restricted is open again',
          `Record what is open again: ${me} lift; or send an update: ${me} notice --stage update`,
        ]
      : [
          `"${words}" says that all has resumed, but the scope is still restricted`,
          'Say what is open, and what is not',
        ],
  'stage-contradicted': ({ why }, me) =>
    ({
      begun: ['this announces a halt that has begun already', `Send a first notice: ${me} notice --stage first`],
      'not-begun': [
        'this says that services are stopped, but the planned halt has not begun',
        `Begin it: ${me} advance`,
      ],
      resumed: [
        'this says that services are stopped, but all that was stopped is open again',
        `Send a notice of resumption: ${me} notice --stage resumption; stopped again: ${me} reopen`,
      ],
      'never-restricted': [
        'this says that services are stopped, but all that was stated to be never was',
        `State what is stopped: ${me} scope; or close it as a false alarm: ${me} close --resolution false-alarm --reason ...`,
      ],
      'false-alarm': [
        'this reports on a halt, but it was closed as a false alarm',
        `Retract what was told instead, where anything was: ${me} notice`,
      ],
      'no-false-alarm': [
        'this retracts what was told, but the halt was not closed as a false alarm',
        `Correct it instead: ${me} notice CHANNEL --correct-en TEXT; or close it: ${me} close --resolution false-alarm --reason ...`,
      ],
    })[why] as [string, string],
  'correction-missing': (_, __, inWalk) => [
    'the text does not say what is correct',
    `Add {{correction}} to the template, under {{#stage.correction}}; or write it in with ${inWalk ? 'i' : '--edit'}`,
  ],
  'words-redacted': ({ facts }, me) => [
    `the text has redacted words in it${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`,
    facts.length > 0
      ? `Give other words: ${me} set ${facts[0]}.ja=... ${facts[0]}.en=...`
      : `Give another title or scope: ${me} classify --title, ${me} scope; or change the text`,
  ],
  'words-of-new-writer': ({ writers, incident }, me) => [
    `the text rests on words of ${namesOf(writers)}, whom nobody here knows`,
    `See what they recorded (${me} log), then accept them: ${me} verify --accept ${writers[0]?.writer} -i ${incident}; or ignore them: ${me} verify --set-aside ${writers[0]?.writer} --reason 'nobody knows whose it is' -i ${incident}`,
  ],
  'organisation-unset': () => [
    'no organisation is set in this language: the name shown is that in the supplied manual',
    'Set organisation in halt.yaml',
  ],
  'unbacked-claim': ({ kind, words, mend }, _, inWalk) => [
    claims.kinds[kind].is(words),
    inWalk
      ? `${mend?.en ?? claims.kinds[kind].mend}. Reword it with i; or s and y ask for the evidence and who approved it, and without these for a reason`
      : `${mend?.en ?? claims.kinds[kind].mend}; or give --evidence TEXT --approved-by NAME`,
  ],
  'risky-claim': ({ kind, words, mend }) => [claims.kinds[kind].is(words), mend?.en ?? claims.kinds[kind].mend],
  'left-out': ({ labels }) => [
    `left out for lack of room: ${labels.join(', ')}`,
    'Make sure that the text still says where to find the details',
  ],
  'fact-outdated': ({ fact, label, languages, since }, me) => [
    since === 'type'
      ? `${withId(label.en, fact)} was stated before the type of the halt changed, and notices still give it`
      : `${withId(label.en, fact)} was stated before the halt began, resumed or was reopened, so notices do not give it as what holds now`,
    `If it still holds, state it again: ${me} set ${statements(fact, languages)}`,
  ],
  'fact-untold': ({ fact, label, toldIn, languages }, me) => [
    `${withId(label.en, fact)} is on record, and nothing tells customers of it`,
    `If it concerns them, tell them: ${me} set ${statements(toldIn, languages)}`,
  ],
  'answer-outdated': ({ fact, label, languages, later }, me) => [
    `${withId(label.en, fact)} was stated before "${later.en}", and may no longer be true beside it`,
    `State it anew, or once more if it still holds: ${me} set ${statements(fact, languages)}`,
  ],
  'impact-outdated': ({ fact, label, languages }, me) => [
    `${withId(label.en, fact)} was stated before what is suspended or restricted changed`,
    `State it anew, or once more if it still holds: ${me} set ${statements(fact, languages)}`,
  ],
  'stated-before-start': ({ fact, label, languages }, me) => [
    `${withId(label.en, fact)} was stated before the planned halt began, and may say what is no longer possible`,
    `State it as it is now, or once more if it still holds: ${me} set ${statements(fact, languages)}`,
  ],
  'request-contradicted': ({ words, label }) => [
    `customers are asked for what is stopped (${label.en}): "${words}"`,
    'Ask for what they can do now, or omit it',
  ],
  'impact-lasting': ({ fact, label, languages }, me) => [
    `${withId(label.en, fact)} was last stated before services resumed, and reads as if it lasted`,
    `State it anew, as what it was: ${me} set ${statements(fact, languages)}`,
  ],
  'result-open': ({ rows, language }, me, inWalk) => [
    `a final notice gives the result, and this one does not: ${rows.join('; ')}`,
    `State it: ${me} set FACT.${language}=WORDS; or say in these words when it will be given, or promise it${inWalk ? ' with w' : ': --next TIME'}`,
  ],
  'push-cut': ({ where, columns, limit }) => [
    `the ${where} is ${columns} columns wide; phones show about ${limit}`,
    'Shorten it, or put what matters first',
  ],
  'subject-long': ({ columns, limit }) => [
    `the subject is ${columns} columns wide; mail programs show about ${limit}`,
    'Shorten it',
  ],
  'login-link': ({ link }) => [`${link} leads to a log-in page`, 'Take it out: forged notices have such links too'],
  'push-link': ({ link }) => [`the push notice has a link: ${link}`, 'Take it out; leave the details to a page'],
  'link-unknown': ({ page }, me) => [
    'customers get no link to a page on this halt: none is known yet',
    `Post the page first: ${me} notice ${page} --posted --link URL; or set baseUrl for ${page} in halt.yaml (via: file)`,
  ],
  'banned-word': ({ word }) => [`"${word}" is banned in notices here`, 'Put it another way'],
  'preferred-word': ({ word, instead }) => [`"${word}" is used`, `Say "${instead}"`],
  'channels-differ': ({ what, others, isMissing, isUntold }) => {
    const whose = isUntold ? 'the texts for other channels, none of which went out yet,' : 'other channels'
    return isMissing
      ? [`the text does not state the ${WHAT[what]}, which ${whose} do (${others.join(', ')})`, 'State it']
      : [`the ${WHAT[what]} is not what ${whose} say (${others.join(', ')})`, 'Make them agree, or correct the facts']
  },
  'start-moved': ({ told, now, channels }) => [
    `customers were told a start of ${briefTimeText(told)} (${channels.join(', ')}); this text gives ${briefTimeText(now)}`,
    'If the time told is right, correct the record; if not, tell those channels too',
  ],
  'measure-open': ({ label }) => [
    `follow-ups of a measure are still open (${label.en})`,
    'Check that the words do not say that it was carried out',
  ],
  unchanged: ({ changed }) => [
    `the text is the same as last time, although this has changed: ${changed.map(nameOfChange).join(', ')}`,
    'Say what is new; give new public words',
  ],
  'repair-word': ({ word }) => [`"${word}" is said of a halt in which nothing broke`, 'Say that services resume'],
}

/** What the command and the walk say around the texts of notices. */
export const sending = {
  error: (message: string, code: string) => `ERROR ${message} (${code})`,
  warning: (message: string, code: string) => `warning ${message} (${code})`,
  noFindings: 'no problems were found in these texts',
  dryRun: 'DRY RUN: nothing is sent, nothing is recorded',
  dryRunMark: 'DRY RUN',
  dryRunGoes: (channel: string, target: string) => `DRY RUN ${channel}: would go to ${target}`,
  dryRunStays: (channel: string, why: string) => `DRY RUN ${channel}: would NOT go: ${why}`,
  /** What is missing before something can be sent; its code is explained in the line after it. */
  notReady: (detail: string, code: string) => `${detail} (${code})`,
  drill: 'this is a drill: nothing leaves the machine, and it is recorded as sent',
  byHand: (channel: string) => `${channel} is posted by hand: paste the text there`,
  thenSay: (line: string) => `then record it: ${line}`,
  thenSame: 'to send it: the same line with --send; once it is posted, record that: the same with --posted --link URL',
  /** `last` is 0 where its readers had none yet. Numbers count the rounds of all channels. */
  numberSkips: (last: number, number: number) =>
    `no. ${number} here comes ${last === 0 ? 'first' : `after no. ${last}`}: numbers count the rounds on all channels`,
  unsafe: (channel: string, reason: string) => `${channel} is marked as not to be used: ${reason}`,
  leftOut: (channel: string, notice: string, at: string) =>
    `${channel} already has this, and is not told again: ${notice}, ${at}`,
  sendOthers: (line: string) => `To send the others now: ${line}`,
  /** Channels, and the codes of what holds notices back there. */
  held: (held: ReadonlyMap<string, readonly string[]>, name: (channel: string) => string) =>
    [...held].map(([channel, codes]) => `${name(channel)} (${codes.join(', ')})`).join(', '),
  typeToSendWithout: (others: readonly string[], held: string) =>
    `Send without ${held}: ${others.join(', ')}? Type 'send' (Enter: send nothing)`,
  stopping: 'stopping: nothing more is begun, what is under way ends and is recorded; once more ends at once',
  progress: (channel: string, done: number, all: number) => `${channel}: ${done} of ${all}`,
  /** In the walk. */
  missing: (facts: readonly string[]) => `Not stated yet, and the notices state them: ${facts.join(', ')}`,
  missingKeys: '? none is known yet   f state them one by one   Enter leave them',
  keys: ({ errors, sends, isEdited }: { errors: number; sends: boolean; isEdited: boolean }) =>
    [
      ...(sends ? [`s ${errors > 0 ? 'send all the same' : 'send'}`] : []),
      'y record as posted',
      'n next',
      'c copy',
      'i edit a line',
      'o editor',
      ...(isEdited ? ['x drop edits'] : []),
      'w next report at',
      'h channels',
      'e show again',
      'Enter back',
    ].join('   '),
  noWayToSend: 'no channel here has a way to send: post the texts yourself, then y records that',
  enterBack: 'Enter back',
  /** Beside the title of a text. */
  edited: 'edited',
  unusedEdit: (title: string) => `edited earlier, and no longer what would go out: ${title}`,
  changedEdit: (title: string) => `NOT USED, since what would go out has changed since it was edited: ${title}`,
  changedSince: 'What has changed in the text before the edit:',
  changedEditKeys: 'k use the edited text as it is   i edit it again   x drop it   Enter leave it unused',
  /** What happened to what texts state. */
  changedIn: (what: readonly string[]) => `this changed: ${what.join(', ')}`,
  closedBy: (name: string, as: string, at: string) => `${name} closed the incident as ${as} at ${at}`,
  /** `change` is `changedIn` or `closedBy`. */
  changedMeanwhile: (change: string) => `These texts were composed before ${change}`,
  changedMeanwhileKeys: 'Enter compose them again   k keep them: they are posted already',
  /** About a text that was recorded as posted. */
  postedBefore: (channel: string, change: string) =>
    `${channel}: the text that is recorded was composed before ${change}`,
  more: (lines: number) => `(${pluralize(lines, 'more line')}: n)`,
  copied: (what: string) => `passed to the terminal's clipboard: ${what}`,
  /** `typeToSend` in a drill, where nothing leaves the machine. */
  typeToRehearse: (channels: readonly string[]) => `As in a real halt: ${channels.join(', ')}. Type 'send' to go on`,
  typeToSend: (channels: readonly string[]) =>
    `This leaves the machine: ${channels.join(', ')}. Type 'send' to send it`,
  /** Another person has to approve the notices on these channels. */
  typeToRequest: (channels: readonly string[]) =>
    `Another person has to approve this: ${channels.join(', ')}. Type 'send' to ask for it`,
  /** Stands before a text that was prepared for approval. */
  preparedText: (title: string) => `As prepared for approval: ${title}`,
  postedUnapproved: 'nobody has approved this text: recorded as posted, the report lists that as a deviation',
  waitingKeys: 'r withdraw it, and ask for approval of the text on the screen before   Enter back',
  approvedKeys: (by: string) =>
    `approved by ${by}   s send it as approved   r withdraw it, and ask for approval of the text on the screen before   Enter back`,
  replacedReason: 'replaced by another text',
  typeToSendApproved: (event: string) => `Type 'send' to send ${event} as approved`,
  notSent: 'not confirmed; nothing was sent',
  postedWhere: (word: string) => `Posted? Type '${word}', or its link (Enter: not posted)`,
  postedReason: (codes: readonly string[]) =>
    `The text has errors (${codes.join(', ')}). Posted as it is? Then say why (Enter: back)`,
  againReason: (channels: readonly string[]) =>
    `Nothing has changed since the last notice, and no report is due yet: ${channels.join(', ')}. Send it all the same? Then say why (Enter: back)`,
  /** In the walk. */
  heldBack: (held: string) => `Held back: ${held}`,
  heldKeys: (others: readonly string[], canForce: boolean) =>
    [`o send the others only: ${others.join(', ')}`, ...(canForce ? ['f send all of them'] : []), 'Enter back'].join(
      '   ',
    ),
  forceReason: 'The texts have errors. Send them all the same? Then say why (Enter: back)',
  sendAnywayReason: 'Send all the same? Then say why (Enter: back)',
  claimEvidence: 'A text makes a promise, or claims that something is safe. What is the evidence? (Enter: back)',
  claimBy: 'Who approved saying so? (Enter: back)',
  editLine: "Number of the line, then its new words; '-' deletes it; the number alone edits it (Enter: done)",
  lineNumber: 'number of the line',
  newWords: (line: number) => `Line ${line} (Enter on an empty line: back)`,
  unsent(what: string, state: 'failed' | 'unknown', reached: number): string {
    if (state === 'unknown') return `Whether this went out is not known: ${what}`
    return reached > 0 ? `This reached only ${reached}: ${what}` : `This did not go out: ${what}`
  },
  retryKeys: (mayHaveArrived: boolean) =>
    `${mayHaveArrived ? 'y it arrived   ' : ''}r send it again   u mark the channel unsafe   Enter leave it`,
  nothingToSay: 'this notice has gone out on every channel already',
}
export type SendingText = typeof sending
