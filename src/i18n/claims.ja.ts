import type { ClaimText } from './claims.en.ts'

export const claims: ClaimText = {
  kinds: {
    promise: {
      is: (words) => `「${words}」は、守れるとは限らない約束です`,
      mend: '見込みとして書くか、取り除いてください',
    },
    safety: {
      is: (words) => `「${words}」は安全を断言しています`,
      mend: '確認していることとして書くか、取り除いてください',
    },
    blame: {
      is: (words) => `「${words}」は特定の相手の責任に触れています`,
      mend: '誰が、ではなく、何が起きたかを書いてください',
    },
    guess: { is: (words) => `「${words}」は推測です`, mend: '分かっていることだけを書いてください' },
    number: { is: (words) => `「${words}」は根拠が示されていない数です`, mend: '確認中と書いてください' },
  },
  warning: (fact, message, code) => `注意 ${fact}: ${message} (${code})`,
  otherLanguage: (language) =>
    language === 'ja'
      ? ['英語で書かれているようです', '日本語で記入してください']
      : ['日本語で書かれているようです', '英語で記入してください'],
  needsEvidence: '告知に書くには、根拠と承認が必要です',
}
