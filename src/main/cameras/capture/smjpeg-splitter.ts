/** A picture's header in ffmpeg's smjpeg: this tag, milliseconds and size as 32 bits each, then the JPEG. */
const TAG = Buffer.from('vidD');
const HEADER_BYTES = 12;
/** A header that is followed by the beginning of a JPEG: 6 known bytes of 14 are no coincidence. */
const SURE_BYTES = HEADER_BYTES + 2;
const SOI = 0xffd8;
const EOI = '\xff\xd9';
/** What stands before the first picture and behind the last, and how long it is; `_TXT` says so itself. */
const ASIDE: Readonly<Record<string, number>> = {
  '\0\nSM': 16,
  _VID: 20,
  HEND: 4,
  DONE: 4,
};
const MOST_TEXT_BYTES = 65_536;
/** More is taken as it is needed: a size that was damaged costs nothing. */
const FIRST_ROOM = 262_144;
const EMPTY = Buffer.alloc(0);

export interface SplitterEvents {
  /** A whole JPEG, which owns its memory, and the low 32 bits of its time in milliseconds. */
  picture(jpeg: Buffer, stampMs: number): void;
  /** A piece of the stream that was no picture, said once per piece. */
  bad(reason: string): void;
}

/** Where a header begins, or may begin behind the end of these bytes; their length where none does. */
const findHeader = (bytes: Buffer, from = 0): number => {
  let at = bytes.indexOf(TAG, from);
  while (at >= 0) {
    if (at + SURE_BYTES > bytes.length || bytes.readUInt16BE(at + HEADER_BYTES) === SOI)
      return at;
    at = bytes.indexOf(TAG, at + 1);
  }
  for (let cut = Math.max(from, bytes.length - TAG.length + 1); cut < bytes.length; cut += 1)
    if (bytes.subarray(cut).equals(TAG.subarray(0, bytes.length - cut))) return cut;
  return bytes.length;
};

const isSure = (bytes: Buffer, at: number): boolean => at + SURE_BYTES <= bytes.length;

/**
 * Cuts the stream of ffmpeg's smjpeg muxer, in chunks of any size, into pictures with their times. A picture is given
 * out with its last byte. Holds one of at most `mostBytes`; what does not fit is left out up to the next header.
 */
export class SmjpegSplitter {
  readonly #events: SplitterEvents;
  readonly #mostBytes: number;
  /** Between pictures: what was not understood yet. Shorter than a header. */
  #pending: Buffer = EMPTY;
  /** Bytes that are passed over. */
  #aside = 0;
  /** These bytes belong to nothing, which was said. */
  #garbage = false;
  /** Within a picture. */
  #body: Buffer | null = null;
  #size = 0;
  #filled = 0;
  #stampMs = 0;

  constructor(events: SplitterEvents, mostBytes = 16_000_000) {
    this.#events = events;
    this.#mostBytes = mostBytes;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#body) rest = this.#fill(this.#body, rest);
      else if (this.#aside > 0) rest = this.#pass(rest);
      else rest = this.#scan(rest);
    }
  }

  /** The stream is over: a picture that is not whole will never be. */
  end(): void {
    if (this.#body) this.#events.bad('a truncated picture');
    else if (this.#pending.length > 0 && !this.#garbage)
      this.#events.bad('bytes that belong to no picture');
    this.#body = null;
    this.#pending = EMPTY;
    this.#aside = 0;
    this.#garbage = false;
  }

  #fill(body: Buffer, chunk: Buffer): Buffer {
    const part = chunk.subarray(0, this.#size - this.#filled);
    // A header within a picture: it was cut short, and the next one is here.
    const overlap = SURE_BYTES - 1;
    const held = body.subarray(Math.max(0, this.#filled - overlap), this.#filled);
    const seam = Buffer.concat([held, part.subarray(0, overlap)]);
    const across = findHeader(seam);
    if (across < held.length && isSure(seam, across)) {
      this.#drop();
      return Buffer.concat([seam.subarray(across), chunk.subarray(seam.length - held.length)]);
    }
    const within = findHeader(part);
    if (isSure(part, within)) {
      this.#drop();
      return chunk.subarray(within);
    }
    const room = this.#grown(body, this.#filled + part.length);
    part.copy(room, this.#filled);
    this.#filled += part.length;
    this.#body = room;
    if (this.#filled === this.#size) this.#complete(room);
    return chunk.subarray(part.length);
  }

  #drop(): void {
    this.#body = null;
    this.#events.bad('a truncated picture');
  }

  #grown(body: Buffer, needed: number): Buffer {
    if (needed <= body.length) return body;
    const room = Buffer.allocUnsafeSlow(
      Math.min(this.#size, Math.max(needed, 2 * body.length, FIRST_ROOM)),
    );
    body.copy(room, 0, 0, this.#filled);
    return room;
  }

  #complete(jpeg: Buffer): void {
    this.#body = null;
    // Cameras pad behind the end marker; without one the picture was cut short in the camera.
    const end = jpeg.lastIndexOf(EOI, undefined, 'latin1');
    const isWhole = end > 0;
    if (isWhole) this.#events.picture(jpeg, this.#stampMs);
    else this.#events.bad('a truncated picture');
    // The last bytes may have been the first of the next header.
    const from = Math.max(isWhole ? end + EOI.length : 0, jpeg.length - SURE_BYTES + 1);
    const next = findHeader(jpeg, from);
    this.#pending = Buffer.from(jpeg.subarray(next));
    this.#garbage = !isWhole || next < jpeg.length;
  }

  #pass(chunk: Buffer): Buffer {
    const passed = Math.min(this.#aside, chunk.length);
    this.#aside -= passed;
    return chunk.subarray(passed);
  }

  #scan(chunk: Buffer): Buffer {
    const bytes = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    this.#pending = EMPTY;
    return this.#garbage ? this.#resume(bytes) : this.#readHead(bytes);
  }

  #resume(bytes: Buffer): Buffer {
    const at = findHeader(bytes);
    if (!isSure(bytes, at)) return this.#wait(bytes.subarray(at));
    this.#garbage = false;
    return bytes.subarray(at);
  }

  #readHead(bytes: Buffer): Buffer {
    const tag = bytes.toString('latin1', 0, TAG.length);
    if (tag === 'vidD') return isSure(bytes, 0) ? this.#begin(bytes) : this.#wait(bytes);
    const isText = tag === '_TXT';
    if (tag.length < TAG.length || (isText && bytes.length < 8)) return this.#wait(bytes);
    const text = isText ? bytes.readUInt32BE(4) : 0;
    const aside = isText ? 8 + text : ASIDE[tag];
    if (aside === undefined || text > MOST_TEXT_BYTES)
      return this.#lose('bytes that belong to no picture', bytes);
    this.#aside = aside;
    return bytes;
  }

  #begin(bytes: Buffer): Buffer {
    if (bytes.readUInt16BE(HEADER_BYTES) !== SOI)
      return this.#lose('a part that is no JPEG', bytes.subarray(TAG.length));
    const size = bytes.readUInt32BE(8);
    const rest = bytes.subarray(HEADER_BYTES);
    if (size > this.#mostBytes)
      return this.#lose(`a picture of ${size} bytes; the most is ${this.#mostBytes}`, rest);
    if (size < 4) return this.#lose('a truncated picture', rest);
    this.#stampMs = bytes.readUInt32BE(4);
    this.#size = size;
    this.#filled = 0;
    this.#body = EMPTY;
    return rest;
  }

  #wait(bytes: Buffer): Buffer {
    this.#pending = Buffer.from(bytes);
    return EMPTY;
  }

  #lose(reason: string, rest: Buffer): Buffer {
    this.#garbage = true;
    this.#events.bad(reason);
    return rest;
  }
}
