const END = 0xc0;
const ESC = 0xdb;
const ESC_END = 0xdc;
const ESC_ESC = 0xdd;

/** A packet as OSC 1.1 has it on a stream: RFC 1055, with an END before it too. */
export const slipFrame = (packet: Uint8Array): Uint8Array => {
  const frame = [END];
  for (const byte of packet) {
    if (byte === END) frame.push(ESC, ESC_END);
    else if (byte === ESC) frame.push(ESC, ESC_ESC);
    else frame.push(byte);
  }
  frame.push(END);
  return Uint8Array.from(frame);
};

/** The packets of such a stream. What is between two ENDs and empty is none. */
export class SlipSplitter {
  readonly #most: number;
  #held: number[] = [];
  #escaped = false;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** @throws RangeError where a packet is longer than it may be. */
  push(chunk: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (const byte of chunk) {
      if (byte === END) {
        if (this.#held.length > 0) packets.push(Uint8Array.from(this.#held));
        this.#held = [];
        this.#escaped = false;
        continue;
      }
      if (byte === ESC && !this.#escaped) {
        this.#escaped = true;
        continue;
      }
      this.#held.push(this.#escaped ? unescaped(byte) : byte);
      this.#escaped = false;
      if (this.#held.length > this.#most)
        throw new RangeError(`a packet of more than ${this.#most} bytes`);
    }
    return packets;
  }
}

/** Any other byte after an ESC breaks the rule; RFC 1055 takes it as it is. */
const unescaped = (byte: number): number =>
  byte === ESC_END ? END : byte === ESC_ESC ? ESC : byte;
