/** Settings with the names that notices need, and these channels, each as `ID: { … }`. */
export function settingsOf(channels: readonly string[]): string {
  const list = channels.length === 0 ? '' : `channels:\n${channels.map((channel) => `  ${channel}\n`).join('')}`
  return `organisation: { ja: 例示取引所, en: Example Exchange }
contact: { ja: support@example.com, en: support@example.com }
${list}`
}

/** The command that declares a halt, and the one that states its facts as unknown. */
export const DECLARES = ['start', '--type', 'system-failure', '--scope', 'trading=stopped'] as const
export const STATES = ['set', 'started-at=5m ago', 'cause=?', 'expected-recovery=?', 'impact=?'] as const
