export const deliveries = {
  /** What came in the way, and the mend. */
  why: {
    'variable-missing': 'an environment variable is not set: set it, then send again',
    'file-missing': 'a file that the settings name cannot be read: put it there, then send again',
    'bad-secret': 'a secret has characters that cannot be sent: see that the file or variable holds it alone',
    'bad-url': 'the URL in the variable or file cannot be used: write https:// and the host, without a password',
    'bad-address': 'the list of recipients is empty, or has a line that is no address: mend it',
    'bad-header': 'a line break or control character stands where none can be sent: take it out of the text',
    'bad-template': 'the template of the request cannot be used: mend it at the place that is named',
    'private-address': 'the host is a private address: if that is meant, write allowPrivate: true',
    unreachable: 'the server cannot be reached: check host, port and network, then send again',
    'tls-failed': 'the server could not prove who it is: check its certificate, or name its authority under caFile',
    'login-refused': 'the server refuses the log-in: check name and password',
    refused: 'the server refuses it: see what it said',
    redirected: 'the server points elsewhere, which is not followed: write the new URL into the settings',
    'timed-out': 'it took too long: look whether it arrived before you send again',
    'connection-lost': 'the connection was lost: look whether it arrived before you send again',
    'deferred-recipients': 'the server put some recipients off: send again later, only they get it',
    'refused-recipients': 'the server refuses some recipients for good: check their addresses',
    'unknown-recipients': 'whether some recipients got it is not known: they are not sent it again',
    'journal-missing': 'the list of who got it is gone or damaged: nothing more is sent; look for it in evidence/',
    'not-written': 'a file could not be written: check space and rights, then send again',
    'publish-failed': 'the pages are written, but the command that publishes them failed: mend it, then send again',
    'command-failed': 'the command failed: see what it said',
    'untrusted-workspace':
      'others can change what is in this workspace, so none of its programs runs: halt trust says that you trust them',
    'no-way': 'the settings name no way to send here any more: set one, or post it by hand',
    drill: 'in a drill nothing leaves the machine',
    'drill-fails': 'in this drill nothing goes out on this channel now: send again later, or mark it as unsafe',
    stopped: 'it was stopped before all had got it: send again, and the others get it',
    interrupted: 'it was interrupted: look whether it arrived before you send again',
  },
  /** Title of the feed of notices; customers read it. */
  feed: (organisation: string) => `${organisation}: notices`,
}
export type DeliveryWords = typeof deliveries
