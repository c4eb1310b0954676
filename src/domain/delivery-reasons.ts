/** Why a delivery did not fully succeed, as in the log (docs/notices.md); `drill`: a drill only simulates sending. */
export const DELIVERY_REASONS = [
  'variable-missing',
  'file-missing',
  'bad-secret',
  'bad-url',
  'bad-address',
  'bad-header',
  'bad-template',
  'private-address',
  'unreachable',
  'tls-failed',
  'login-refused',
  'refused',
  'redirected',
  'server-failed',
  'partly-taken',
  'timed-out',
  'connection-lost',
  'deferred-recipients',
  'refused-recipients',
  'unknown-recipients',
  'journal-missing',
  'not-written',
  'publish-failed',
  'command-failed',
  'untrusted-workspace',
  'interrupted',
  'stopped',
  'no-way',
  'drill',
  'drill-fails',
] as const
export type DeliveryReason = (typeof DELIVERY_REASONS)[number]

/** Reasons that can be detected before anything is sent. */
export type PreflightFailure = Extract<
  DeliveryReason,
  | 'variable-missing'
  | 'file-missing'
  | 'bad-secret'
  | 'bad-url'
  | 'bad-address'
  | 'bad-template'
  | 'private-address'
  | 'unreachable'
  | 'tls-failed'
  | 'login-refused'
  | 'refused'
  | 'timed-out'
  | 'not-written'
  | 'command-failed'
  | 'untrusted-workspace'
>
