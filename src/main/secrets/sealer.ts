import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Makes a value unreadable at rest, and readable again. */
export interface Sealer {
  /** Which seal it is and, where there are several keys, whose. It stands beside each sealed value. */
  readonly id: string;
  /** Text that may be stored; `name` is sealed in, so that no value can be put under another name. */
  seal(name: string, value: string): Promise<string>;
  /** @throws where the text is damaged, or was sealed under another name or key */
  open(name: string, sealed: string): Promise<string>;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: a fresh 96-bit nonce for each value, then the tag, then the text; as base64. `key` has 32 bytes. */
export const keySealer = (key: Buffer): Sealer => ({
  id: `${ALGORITHM}:${createHash('sha256').update('mcr-secret-key-id').update(key).digest('hex').slice(0, 12)}`,
  seal(name, value) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(name));
    const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text]);
    return Promise.resolve(sealed.toString('base64'));
  },
  async open(name, sealed) {
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(name))
      .setAuthTag(tag);
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  },
});
