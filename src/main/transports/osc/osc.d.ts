/** The pure part of the package `osc`, which brings no types: as much of it as is used here. */
declare module 'osc/src/osc.js' {
  export interface Int64 {
    high: number;
    low: number;
  }
  export interface TypedArgument {
    type: string;
    value?: number | string | Uint8Array | Int64;
  }
  export interface Message {
    address: string;
    args: TypedArgument[];
  }
  export interface Bundle {
    /** Seconds since 1900 and fraction of a second, 32 bits each; [0, 1] means at once. */
    timeTag: { raw: [number, number] };
    packets: (Message | Bundle)[];
  }
  export interface Options {
    /** True: arguments carry their type and nothing is guessed. */
    metadata: boolean;
  }
  export interface Osc {
    writeMessage(message: Message, options: Options): Uint8Array;
    writeBundle(bundle: Bundle, options: Options): Uint8Array;
    readPacket(
      bytes: Uint8Array,
      options: Options & { unpackSingleArgs?: boolean },
    ): Message | Bundle;
    jsToNTPTime(milliseconds: number): [number, number];
  }
  const osc: Osc;
  export default osc;
}
