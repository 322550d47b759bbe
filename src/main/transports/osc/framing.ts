import { slipFrame, SlipSplitter } from './slip.ts';

/** How packets are told apart on a stream: OSC 1.1 says SLIP, OSC 1.0 a length of 32 bits before each. */
export type OscFraming = 'slip' | 'length';

/** Packets out of a byte stream, however it was cut. */
export interface PacketSplitter {
  /** @throws RangeError where a packet is too long; the stream can't be followed any further. */
  push(chunk: Uint8Array): Uint8Array[];
}

const LENGTH_BYTES = 4;

export const lengthFrame = (packet: Uint8Array): Uint8Array => {
  const frame = new Uint8Array(LENGTH_BYTES + packet.length);
  new DataView(frame.buffer).setInt32(0, packet.length);
  frame.set(packet, LENGTH_BYTES);
  return frame;
};

export const framed = (packet: Uint8Array, framing: OscFraming): Uint8Array =>
  framing === 'slip' ? slipFrame(packet) : lengthFrame(packet);

class LengthSplitter implements PacketSplitter {
  readonly #most: number;
  #held: Buffer = Buffer.alloc(0);

  constructor(most: number) {
    this.#most = most;
  }

  push(chunk: Uint8Array): Uint8Array[] {
    this.#held =
      this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk]);
    const packets: Uint8Array[] = [];
    while (this.#held.length >= LENGTH_BYTES) {
      const length = this.#held.readUInt32BE();
      if (length > this.#most)
        throw new RangeError(`a packet of ${length} bytes; ${this.#most} is the most`);
      const end = LENGTH_BYTES + length;
      if (this.#held.length < end) break;
      if (length > 0) packets.push(this.#held.subarray(LENGTH_BYTES, end));
      this.#held = this.#held.subarray(end);
    }
    return packets;
  }
}

export const splitterFor = (framing: OscFraming, mostBytes: number): PacketSplitter =>
  framing === 'slip' ? new SlipSplitter(mostBytes) : new LengthSplitter(mostBytes);
