import type { BridgeConfig } from '#shared/contract/config.ts';
import type { ActionTrace } from '#shared/contract/execution.ts';
import type { Command } from '#shared/domain/command.ts';
import type { Clock } from '../clock.ts';
import type { SendResult, SendTimings, Transport } from '../transports/transport.ts';
import type { Turn } from './pacer.ts';
import { roundMs, stepOf, type Run } from './run.ts';
import type { Secrets } from './secrets.ts';

export type Transports = {
  [C in Command as C['transport']]: Transport<C>;
};

const sendOver = (
  transports: Transports,
  command: Command,
  options: Parameters<Transport['send']>[1],
): Promise<SendResult> => {
  switch (command.transport) {
    case 'http':
      return transports.http.send(command, options);
    case 'osc':
      return transports.osc.send(command, options);
    case 'tcp':
      return transports.tcp.send(command, options);
    case 'udp':
      return transports.udp.send(command, options);
    case 'obs':
      return transports.obs.send(command, options);
  }
};

const pushTimings = (
  run: Run,
  trace: ActionTrace,
  start: number,
  timings: SendTimings,
): void => {
  let at = start - run.started;
  const push = (step: 'connect' | 'write' | 'reply', took: number, note?: string) => {
    const span = { step, at_ms: roundMs(at), took_ms: roundMs(took) };
    trace.steps.push(note === undefined ? span : { ...span, note });
    at += took;
  };
  if (timings.connect === null) push('connect', 0, 'reused');
  else push('connect', timings.connect);
  push('write', timings.write);
  if (timings.reply !== null) push('reply', timings.reply);
};

/** Puts one command on the wire, within what is left of the run's time, and writes its times down. */
export const sendCommand = async (
  { transports, clock, secrets }: { transports: Transports; clock: Clock; secrets: Secrets },
  run: Run,
  config: BridgeConfig,
  command: Command,
  turn: Turn,
  trace: ActionTrace,
  from: number,
  meanwhile: () => void,
): Promise<SendResult> => {
  const start = clock.monotonic();
  if (turn.queueMs + turn.paceMs > 0) {
    const paceFrom = from + turn.queueMs;
    if (turn.queueMs >= 0.1) trace.steps.push(stepOf(run, 'queue', from, paceFrom));
    if (turn.paceMs > 0) trace.steps.push(stepOf(run, 'pace', paceFrom, start));
  }
  const left = Math.max(1, run.deadline - start);
  run.sending += 1;
  const sending = sendOver(transports, command, {
    signal: run.signal,
    connectTimeoutMs: Math.min(config.connect_timeout_ms, left),
    responseTimeoutMs: left,
  });
  // Put into words while the device thinks.
  meanwhile();
  // A device may echo any secret, also to a command that holds none: nobody sees what it said before this.
  const result = secrets.redact(await sending);
  run.sending -= 1;
  turn.done(start + (result.timings.connect ?? 0) + result.timings.write);
  trace.attempts += 1;
  trace.reply = result.reply;
  pushTimings(run, trace, start, result.timings);
  return result;
};
