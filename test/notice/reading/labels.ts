import type { Language } from '../../../src/domain/runbook/runbook.ts'
import { RUNBOOK } from '../halts.ts'
import { SERVICES } from './services.ts'

// What the labels in a text are about.

export type Kind =
  | 'affected'
  | 'again'
  | 'available'
  | 'began'
  | 'correction'
  | 'expected'
  | 'group'
  | 'more'
  | 'next'
  | 'period'
  | 'planned'
  | 'reason'
  | 'remaining'
  | 'resumed'
  | 'resumedAt'
  | 'services'
  | 'unstated'
  | `fact:${string}`

const LABELS: Readonly<Record<Language, readonly (readonly [RegExp, Kind])[]>> = {
  ja: [
    [/^(?:直近の)?(?:停止開始|制限開始|再停止|再制限)(?:日時)?$/, 'began'],
    [/^(?:停止|制限|停止・制限)期間$/, 'period'],
    [/^(?:対象サービス|停止・制限の範囲|停止・制限)$/, 'affected'],
    [/^(?:引き続き|現在)(?:停止|制限|停止・制限)しているサービス$/, 'remaining'],
    [/^(?:(?:停止|制限)中も)?ご利用いただけるサービス$/, 'available'],
    [/^ご利用の可否を確認中のサービス$/, 'unstated'],
    [/^(?:再開したサービス|制限を解除したサービス|再開|制限解除)$/, 'resumed'],
    [/^(?:一部)?(?:再開|解除)日時$/, 'resumedAt'],
    [/^(?:予定日時|日時|予定)$/, 'planned'],
    [/^(?:その他のサービスの)?(?:再開見込み|制限解除の見込み)$/, 'expected'],
    [/^次(?:回のお知らせ|の社内連絡)$/, 'next'],
    [/^再?(?:停止|制限)の理由$/, 'reason'],
    [/^再び停止$/, 'again'],
    [/^(?:引き続き)?(?:停止|制限)$/, 'group'],
    [/^訂正の内容$/, 'correction'],
    [/^(?:(?:先|後)の(?:停止|制限)の|再(?:停止|制限)の)?(?:原因|理由)$/, 'fact:cause'],
    [/^(?:停止|制限)中のお客様への影響$/, 'fact:impact'],
    [/^(?:お客様にご案内する)?お問い合わせ(?:先)?$/, 'fact:contact'],
    [/^再発防止策$/, 'fact:prevention-rules'],
    [/^(?:詳細|種類|件名)$/, 'more'],
  ],
  en: [
    [
      /^(?:(?:Suspension|Restriction|Latest suspension|Latest restriction) began|(?:Suspended|Restricted) since|start of the (?:renewed |latest )?(?:suspension|restriction))$/i,
      'began',
    ],
    [/^(?:Services affected|Suspended or restricted)$/i, 'affected'],
    [/^(?:Still (?:suspended|restricted|affected)|Services now (?:suspended|restricted|affected))$/i, 'remaining'],
    [/^(?:Available|Not affected)$/i, 'available'],
    [/^Availability not yet confirmed$/i, 'unstated'],
    [/^(?:Services resumed|No longer restricted|Resumed)$/i, 'resumed'],
    [/^(?:Resumed|Partly resumed|(?:Some restrictions|Restrictions) lifted)$/i, 'resumedAt'],
    [/^Planned(?: time)?$/i, 'planned'],
    [
      /^(?:Expected (?:resumption(?: of the rest)?|end of the (?:remaining restrictions|restriction))|resumption time)$/i,
      'expected',
    ],
    [/^Next (?:update|notice|internal update)$/i, 'next'],
    [/^Reason for the (?:renewed )?(?:suspension|restriction)$/i, 'reason'],
    [/^(?:Suspended|Restricted)(?: again)?$/i, 'group'],
    [/^(?:Correction|There was an error in our earlier notice.* The correct information)$/i, 'correction'],
    [/^(?:Cause|Reason)(?: \((?:earlier|later|renewed) (?:suspension|restriction)\))?$/i, 'fact:cause'],
    [/^Impact on customers during the (?:suspension|restriction)$/i, 'fact:impact'],
    [/^Contact(?: for customers)?$/i, 'fact:contact'],
    [/^Preventive measures$/i, 'fact:prevention-rules'],
    [/^(?:Details|Type|Title)$/i, 'more'],
  ],
}

const TIME = /\d\d[:時]\d\d/

/** What a line is about; its value tells labels apart that are used for two things. Null if it is not known. */
export function kindOf({ label, value }: { label: string; value: string }, language: Language): Kind | null {
  const isTime = TIME.test(value)
  if (language === 'en' && /^(?:Suspended|Restricted) again$/.test(label) && isTime) return 'began'
  if (language === 'en' && /^(?:Suspended|Restricted|Suspended or restricted)$/.test(label) && isTime) return 'period'
  if (label === 'Resumed' && /^(?:about )?\d\d:\d\d[^(]*(?:\(UTC\+9\)[^(]*)?$/.test(value)) return 'resumedAt'
  const found = LABELS[language].find(([pattern]) => pattern.test(label))?.[1]
  if (found !== undefined) return found
  const fact = Object.entries(RUNBOOK.facts).find(([, one]) => one[language].toLowerCase() === label.toLowerCase())
  if (fact !== undefined) return `fact:${fact[0]}`
  return new RegExp(`^${SERVICES[language]}$`, 'i').test(label) ? 'services' : null
}

/** Whether a line is about something. A cause that is a reason may be called what the reason of the halt is. */
export function isAbout(line: { label: string; value: string }, language: Language, about: Kind): boolean {
  const kind = kindOf(line, language)
  return kind === about || (about === 'fact:cause' && kind === 'reason')
}
