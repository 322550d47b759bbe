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
