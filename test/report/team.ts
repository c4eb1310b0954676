import type { Roster } from '../../src/domain/contacts/roster.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/domain/settings.ts'
import { MINUTE } from '../given.ts'

/** The people in the stories; all of them are fictional. */
const PEOPLE: Roster['people'] = {
  sato: { ja: '佐藤 健', en: 'Ken Sato' },
  suzuki: { ja: '鈴木 美咲', en: 'Misaki Suzuki' },
  takahashi: { ja: '高橋 由美', en: 'Yumi Takahashi' },
  tanaka: { ja: '田中 翔', en: 'Sho Tanaka' },
  ito: { ja: '伊藤 恵', en: 'Megumi Ito' },
  watanabe: { ja: '渡辺 誠', en: 'Makoto Watanabe' },
  nakamura: { ja: '中村 直樹', en: 'Naoki Nakamura' },
  fischer: { ja: 'レナ・フィッシャー', en: 'Lena Fischer' },
  reid: { ja: 'マーカス・リード', en: 'Marcus Reid' },
}

export const ROSTER: Roster = {
  people: PEOPLE,
  departments: {
    system: ['sato', 'suzuki'],
    'customer-support': ['takahashi'],
    'public-relations': ['tanaka'],
    legal: ['ito'],
    security: ['watanabe'],
  },
  flow: { lead: ['system', 'customer-support', 'public-relations', 'legal', 'security'] },
  answerWithin: 5 * MINUTE,
  levels: [
    {
      id: 'cto',
      title: { ja: '最高技術責任者', en: 'Chief Technology Officer' },
      reach: ['nakamura'],
      when: { severity: 'sev2', after: 30 * MINUTE },
      again: 15 * MINUTE,
    },
  ],
}

export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  organisation: { ja: 'サンプル取引所', en: 'Sample Exchange' },
  contact: { ja: 'サポート窓口 https://support.example.com', en: 'Support, https://support.example.com' },
  cadence: { ...DEFAULT_SETTINGS.cadence, channels: { email: { update: 'on-change' } } },
  channels: {
    website: { via: 'file', path: 'site', baseUrl: 'https://www.example.com/notices/', languages: ['ja', 'en'] },
    email: { via: 'smtp', url: 'smtps://mail.example.com', from: 'notice@example.com', to: ['customers@example.com'] },
    'app-push': { via: 'webhook', url: 'https://push.example.com/send' },
    internal: { via: 'webhook', url: 'https://chat.example.com/hook' },
  },
  roster: ROSTER,
}
