import type { JsonValue, SuccessRule } from '../contract/protocol.ts';
import type { OscArg } from '../contract/execution.ts';

interface Addressed {
  host: string;
  port: number;
  success: SuccessRule | null;
  idempotent: boolean;
}

export interface HttpCommand extends Addressed {
  transport: 'http';
  tls: boolean;
  method: string;
  /** Path and query, percent-encoded, beginning with a slash. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | null;
}

export interface OscCommand extends Addressed {
  transport: 'osc';
  via: 'udp' | 'tcp';
  /** On a TCP stream only: SLIP, as OSC 1.1 has it and where nothing is said, or OSC 1.0's length before each. */
  framing?: 'slip' | 'length';
  address: string;
  args: OscArg[];
}

export interface TcpCommand extends Addressed {
  transport: 'tcp';
  /** One line, its ending included. A reply is awaited only where `success.reply_prefix` is given. */
  payload: string;
}

export interface UdpCommand extends Addressed {
  transport: 'udp';
  /** One datagram. */
  payload: string;
}

export interface ObsCommand extends Addressed {
  transport: 'obs';
  /** What OBS asks for when one connects; null where the device names none. */
  password: string | null;
  requestType: string;
  requestData: { [key: string]: JsonValue } | null;
}

/** Exactly what a transport sends, with everything filled in. */
export type Command = HttpCommand | OscCommand | TcpCommand | UdpCommand | ObsCommand;

export type { JsonValue };
