/** Ids of the elements that matter for finding pictures, marker bits included. */
export const ELEMENT = {
  EBML: 0x1a_45_df_a3,
  Segment: 0x18_53_80_67,
  SeekHead: 0x11_4d_9b_74,
  Seek: 0x4d_bb,
  SeekID: 0x53_ab,
  SeekPosition: 0x53_ac,
  Tracks: 0x16_54_ae_6b,
  TrackEntry: 0xae,
  CodecID: 0x86,
  Cluster: 0x1f_43_b6_75,
  BlockGroup: 0xa0,
  Block: 0xa1,
  SimpleBlock: 0xa3,
  Cues: 0x1c_53_bb_6b,
  CuePoint: 0xbb,
  CueTime: 0xb3,
  CueTrackPositions: 0xb7,
  CueClusterPosition: 0xf1,
  CueRelativePosition: 0xf0,
} as const;

/** No element's head is longer: 4 bytes of id, 8 of size. */
export const MOST_HEAD_BYTES = 12;

export interface ElementHead {
  id: number;
  /** Bytes of the head itself. */
  length: number;
  /** Bytes of its content; null where a live writer left it open. */
  size: number | null;
}

/** Bytes of a variable-length number by its first one; 9 for none. */
const lengthOf = (first: number): number => Math.clz32(first) - 23;

/** The head that begins at `at`; null where the bytes end within it or are none. */
export const headAt = (bytes: Buffer, at: number): ElementHead | null => {
  const idLength = lengthOf(bytes[at] ?? 0);
  if (idLength > 4) return null;
  const sizeLength = lengthOf(bytes[at + idLength] ?? 0);
  const length = idLength + sizeLength;
  if (sizeLength > 8 || at + length > bytes.length) return null;
  const id = bytes.readUIntBE(at, idLength);
  let size = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
  let isOpen = size === 0xff >> sizeLength;
  for (const byte of bytes.subarray(at + idLength + 1, at + length)) {
    size = size * 256 + byte;
    isOpen &&= byte === 0xff;
  }
  return { id, length, size: isOpen ? null : size };
};

/** One element within bytes that are all here. */
export interface Element {
  id: number;
  content: Buffer;
}

/** The elements of one level, as far as they are whole. */
export function* elementsIn(bytes: Buffer): Generator<Element, void, void> {
  let at = 0;
  while (at < bytes.length) {
    const head = headAt(bytes, at);
    if (head?.size == null || at + head.length + head.size > bytes.length) return;
    const from = at + head.length;
    at = from + head.size;
    yield { id: head.id, content: bytes.subarray(from, at) };
  }
}

/** The content of the first element on that path; null where there is none. */
export const findElement = (bytes: Buffer, ...path: number[]): Buffer | null => {
  const [id, ...deeper] = path;
  if (id === undefined) return bytes;
  for (const element of elementsIn(bytes)) {
    const found = element.id === id ? findElement(element.content, ...deeper) : null;
    if (found) return found;
  }
  return null;
};

/** An unsigned number of at most 8 bytes. */
export const unsigned = (content: Buffer): number =>
  content.reduce((number, byte) => number * 256 + byte, 0);
