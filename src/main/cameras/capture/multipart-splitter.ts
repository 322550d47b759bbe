/** The boundary that ffmpeg's mpjpeg muxer writes before each picture and after the last. */
const BOUNDARY = Buffer.from('--ffmpeg\r\n');
const TRAILER = Buffer.from('\r\n--ffmpeg\r\n');
const HEADER_END = Buffer.from('\r\n\r\n');
const MOST_HEADER_BYTES = 1024;
const EMPTY = Buffer.alloc(0);

export interface SplitterEvents {
  /** A whole JPEG. It owns its memory. */
  picture(jpeg: Buffer): void;
  /** A piece of the stream that was no picture, said once per piece. */
  bad(reason: string): void;
}

/** Why these bytes are no JPEG; null where they are one. */
const faultOf = (jpeg: Buffer): string | null => {
  if (jpeg.length < 4 || jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return 'a part that is no JPEG';
  // Cameras pad behind the end marker; without one the picture was cut short in the camera.
  const end = jpeg.lastIndexOf('\xff\xd9', undefined, 'latin1');
  return end > 0 ? null : 'a truncated picture';
};

/**
 * Cuts a `multipart/x-mixed-replace` stream, in chunks of any size, into pictures. Holds one picture of at
 * most `mostBytes`; whatever does not fit the framing is left out up to the next boundary.
 */
export class MultipartSplitter {
  readonly #events: SplitterEvents;
  readonly #mostBytes: number;
  /** Between pictures: what was not understood yet. Never longer than a header. */
  #pending: Buffer = EMPTY;
  #inHeader = false;
  #garbage = false;
  /** Within a picture: its bytes and the boundary behind them, which proves the length. */
  #body: Buffer | null = null;
  #filled = 0;

  constructor(events: SplitterEvents, mostBytes = 16_000_000) {
    this.#events = events;
    this.#mostBytes = mostBytes;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#body ? this.#fill(this.#body, rest) : this.#scan(rest);
  }

  /** The stream is over: a picture that is not whole will never be. */
  end(): void {
    if (this.#body && this.#filled > 0) this.#events.bad('a truncated picture');
    this.#body = null;
    this.#pending = EMPTY;
    this.#inHeader = false;
    this.#garbage = false;
  }

  #fill(body: Buffer, chunk: Buffer): Buffer {
    const copied = chunk.copy(body, this.#filled);
    this.#filled += copied;
    const rest = chunk.subarray(copied);
    if (this.#filled < body.length) return rest;
    this.#body = null;
    const length = body.length - TRAILER.length;
    if (!body.subarray(length).equals(TRAILER)) {
      this.#events.bad('a truncated picture');
      // The next picture begins somewhere in here.
      this.#garbage = true;
      return Buffer.concat([body, rest]);
    }
    const jpeg = body.subarray(0, length);
    const fault = faultOf(jpeg);
    if (fault === null) this.#events.picture(jpeg);
    else this.#events.bad(fault);
    this.#inHeader = true;
    return rest;
  }

  #scan(chunk: Buffer): Buffer {
    const bytes = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    this.#pending = EMPTY;
    return this.#inHeader ? this.#readHeader(bytes) : this.#findBoundary(bytes);
  }

  #findBoundary(bytes: Buffer): Buffer {
    const at = bytes.indexOf(BOUNDARY);
    const junk = at < 0 ? bytes.length - BOUNDARY.length + 1 : at;
    if (junk > 0 && !this.#garbage) {
      this.#garbage = true;
      this.#events.bad('bytes that belong to no picture');
    }
    if (at < 0) {
      this.#pending = Buffer.from(bytes.subarray(Math.max(0, junk)));
      return EMPTY;
    }
    this.#garbage = false;
    this.#inHeader = true;
    return bytes.subarray(at + BOUNDARY.length);
  }

  #readHeader(bytes: Buffer): Buffer {
    const end = bytes.subarray(0, MOST_HEADER_BYTES).indexOf(HEADER_END);
    if (end < 0 && bytes.length < MOST_HEADER_BYTES) {
      this.#pending = Buffer.from(bytes);
      return EMPTY;
    }
    this.#inHeader = false;
    const header = bytes.toString('latin1', 0, Math.max(0, end));
    const length = Number(/^content-length: *(\d{1,12}) *$/im.exec(header)?.[1]);
    const fits = length > 0 && length <= this.#mostBytes;
    if (fits) {
      this.#body = Buffer.allocUnsafeSlow(length + TRAILER.length);
      this.#filled = 0;
      return bytes.subarray(end + HEADER_END.length);
    }
    const tooLarge = `a picture of ${length} bytes; the most is ${this.#mostBytes}`;
    this.#events.bad(length > 0 ? tooLarge : 'a part without a length');
    this.#garbage = true;
    return bytes;
  }
}
