import type { DeliveryReason } from '../domain/delivery-reasons.ts'

/** What went wrong with a delivery, and the fix: the part up to the first colon tells what. */
export const deliveryFailures: Readonly<Record<DeliveryReason, string>> = {
  'variable-missing': 'an environment variable is not set: set it, then send again',
  'file-missing': 'a file named in the settings cannot be read: put it in place, then send again',
  'bad-secret':
    'a secret contains characters that cannot be sent: check that the file or variable contains nothing else',
  'bad-url': 'the URL in the variable or file is invalid: write https:// and the host, without a password',
  'bad-address': 'the list of recipients is empty or has a line that is not an address: fix it',
  'bad-header': 'a line break or control character is in a place where it cannot be sent: remove it from the text',
  'bad-template': 'the template of the request is invalid: fix it at the place given',
  'private-address': 'the host is a private address: if that is intended, set allowPrivate: true',
  unreachable: 'the server cannot be reached: check host, port and network, then send again',
  'tls-failed': "the server's certificate could not be verified: check it, or set caFile to its certificate authority",
  'login-refused': 'the server refused the log-in: check name and password',
  refused: 'the server refused it: check its reply',
  redirected: 'the server redirects elsewhere, which is not followed: put the new URL into the settings',
  'server-failed':
    'the server failed after it got the request, so it is not known whether it was taken: look there before you send again',
  'partly-taken': 'the server took a part of it and not the rest: look there which, before you send all of it again',
  'timed-out': 'it timed out: check whether it arrived before you send again',
  'connection-lost': 'the connection was lost: check whether it arrived before you send again',
  'deferred-recipients': 'the server deferred some recipients: send again later to reach only them',
  'refused-recipients': 'the server permanently refused some recipients: check their addresses',
  'unknown-recipients': 'it is not known whether some recipients got it: it is not sent to them again',
  'journal-missing': 'the list of who got it is missing or damaged, so nothing more is sent: look for it in evidence/',
  'not-written': 'a file could not be written: check disk space and permissions, then send again',
  'publish-failed': 'the pages were written, but the command that publishes them failed: fix it, then send again',
  'command-failed': 'the command failed: check its output',
  'untrusted-workspace':
    'others can change the files in this workspace, so it runs no program and uses no secret and no file from elsewhere: if you trust them, run haltctl trust',
  'no-way': 'the settings no longer have a way to send here: set one, or post it by hand',
  drill: 'in a drill nothing leaves the machine',
  'drill-fails': 'in this drill nothing can be sent on this channel now: send again later, or mark it as unsafe',
  stopped: 'it was stopped before everyone got it: send again to reach the others',
  interrupted: 'it was interrupted: check whether it arrived before you send again',
}
