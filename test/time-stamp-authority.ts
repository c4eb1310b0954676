import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'

const CONFIG = `
[req]
distinguished_name = name
prompt = no
[name]
CN = unused
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[authority]
extendedKeyUsage = critical, timeStamping
[ca]
default_ca = issued
[issued]
database = issued
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = authority
[any]
commonName = supplied
[tsa]
default_tsa = default
[default]
serial = serial
signer_cert = authority.pem
signer_key = authority.key
certs = root.pem
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha1, sha256
ess_cert_id_alg = sha256
`
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'config']

/** Times as YYYYMMDDHHMMSSZ. */
export interface Validity {
  readonly from: string
  readonly to: string
}

const ALWAYS: Validity = { from: '20000101000000Z', to: '20991231235959Z' }

/** A time-stamping authority (RFC 3161) with a root of its own, made of openssl in an empty folder. */
export class TimeStampAuthority {
  /** The path of its root certificate. */
  readonly root: string
  private readonly folder: string

  /** Its certificate is valid between two times. */
  constructor(folder: string, valid = ALWAYS) {
    this.folder = folder
    this.root = join(folder, 'root.pem')
    this.write('config', CONFIG)
    this.write('serial', '01\n')
    this.write('issued', '')
    this.certify('root', ALWAYS, '-selfsign', '-extensions', 'root')
    this.certify('authority', valid, '-cert', 'root.pem')
  }

  private certify(name: string, { from, to }: Validity, ...how: readonly string[]): void {
    const subject = name === 'root' ? '/CN=Example Root' : '/CN=Example TSA'
    this.openssl('req', ...NEW_KEY, '-subj', subject, '-keyout', `${name}.key`, '-out', 'request')
    const files = ['-in', 'request', '-keyfile', 'root.key', '-out', `${name}.pem`]
    this.openssl('ca', '-batch', '-notext', '-config', 'config', '-startdate', from, '-enddate', to, ...how, ...files)
  }

  /** The response to a request, both in DER. */
  answer(query: Uint8Array): Buffer {
    this.write('query', query)
    this.openssl('ts', '-reply', '-config', 'config', '-queryfile', 'query', '-out', 'response')
    return readFileSync(join(this.folder, 'response'))
  }

  /** A response with a token for the SHA-1 of these bytes. */
  answerWeakly(content: Uint8Array): Buffer {
    this.write('content', content)
    return this.answer(this.openssl('ts', '-query', '-data', 'content', '-sha1', '-cert'))
  }

  /** A response with a token for these bytes as it would have been given at an earlier time (YYYYMMDDHHMMSSZ). */
  answerAt(time: string, content: Uint8Array): Buffer {
    this.write('content', content)
    const hash = this.openssl('dgst', '-sha256', '-r', 'content').toString().slice(0, 64)
    const tstInfo = `asn1 = SEQUENCE:info
[info]
version = INTEGER:1
policy = OID:1.2.3.4
imprint = SEQUENCE:imprint
serial = INTEGER:7
time = GENERALIZEDTIME:${time}
[imprint]
algorithm = SEQUENCE:algorithm
hash = FORMAT:HEX,OCTETSTRING:${hash}
[algorithm]
id = OID:sha256
none = NULL
`
    this.write('info.conf', tstInfo)
    this.openssl('asn1parse', '-genconf', 'info.conf', '-noout', '-out', 'info')
    const type = ['-nodetach', '-binary', '-econtent_type', 'id-smime-ct-TSTInfo', '-cades', '-md', 'sha256']
    const signer = ['-signer', 'authority.pem', '-inkey', 'authority.key', '-outform', 'DER']
    const token = this.openssl('cms', '-sign', '-in', 'info', ...type, ...signer)
    const granted = Buffer.from('3003020100', 'hex')
    const length = granted.length + token.length
    return Buffer.concat([Buffer.from([0x30, 0x82, length >> 8, length & 0xff]), granted, token])
  }

  /** What a server answers as this authority does. */
  get listener(): RequestListener {
    return (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => response.end(this.answer(Buffer.concat(chunks))))
    }
  }

  private write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, name), content)
  }

  private openssl(...args: readonly string[]): Buffer {
    return execFileSync('openssl', args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] })
  }
}
