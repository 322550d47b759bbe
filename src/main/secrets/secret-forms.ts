import { SECRET_MIN_LENGTH } from '#shared/contract/secrets.ts';

/**
 * The base64 digits that belong to `value` alone when it stands after `before` other bytes, as in
 * `user:password`: those that share bits with a neighbour are left out.
 */
const base64Core = (value: Buffer, before: number): string => {
  const text = Buffer.concat([Buffer.alloc(before), value]).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor(((before + value.length) * 8) / 6);
  return text.slice(first, end);
};

const base64Forms = (value: string): string[] => {
  const bytes = Buffer.from(value);
  // Three bytes are four digits: what stands before it shifts it by 0, 1 or 2 bytes.
  return [0, 1, 2].flatMap((before) => {
    const core = base64Core(bytes, before);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
};

const strictlyEncoded = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const lowerHex = (encoded: string): string =>
  encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());

const urlForms = (value: string): string[] => {
  const encoded = [encodeURIComponent(value), strictlyEncoded(value), encodeURI(value)];
  const forms = encoded.map((text) => text.replaceAll('%20', '+'));
  return [...encoded, ...forms].flatMap((text) => [text, lowerHex(text)]);
};

const jsonForms = (value: string): string[] => {
  const plain = JSON.stringify(value).slice(1, -1);
  const ascii = plain.replace(
    /[\u0080-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [plain, ascii].flatMap((text) => [text, text.replaceAll('/', '\\/')]);
};

/** As the template engines of web servers write it. */
const htmlForms = (value: string): string[] => {
  const tags = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    ['&quot;', '&#39;'],
    ['&quot;', '&#x27;'],
    ['&#34;', '&#39;'],
  ].map(([double = '', single = '']) => tags.replaceAll('"', double).replaceAll("'", single));
};

/**
 * How a secret may look in what a device, a library or the app itself says: as it is, with its spaces
 * folded, percent-encoded, JSON-escaped once and twice, for HTML, in hexadecimal, in base64 anywhere within a longer
 * text. Longest first, each once.
 */
export const secretForms = (value: string): string[] => {
  const once = jsonForms(value);
  const forms = [
    value,
    value.replace(/\s+/g, ' ').trim(),
    ...urlForms(value),
    ...once,
    ...once.flatMap(jsonForms),
    ...htmlForms(value),
    ...base64Forms(value),
    Buffer.from(value).toString('hex'),
    Buffer.from(value).toString('hex').toUpperCase(),
  ];
  return [...new Set(forms)]
    .filter((form) => form.length >= SECRET_MIN_LENGTH)
    .sort((a, b) => b.length - a.length);
};
