import { createServer } from 'node:http';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ObsCommand } from '#shared/domain/command.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import {
  createObsSimulator,
  type ObsSimulator,
  type ObsSimulatorOptions,
} from '../../simulators/obs/obs-simulator.ts';
import { openTcpPeer, refusedPort } from '../peer-double.ts';
import {
  describeTransport,
  expectNoLeak,
  faultIn,
  held,
  sendOptions,
} from '../transport-conformance.ts';
import type { SendOptions, SendResult } from '../transport.ts';
import { ObsTransport } from './index.ts';

const log = createLog('silent');
const to = (host: string, port: number, change: Partial<ObsCommand> = {}): ObsCommand => ({
  transport: 'obs',
  host,
  port,
  password: null,
  requestType: 'GetVersion',
  requestData: null,
  success: null,
  idempotent: false,
  ...change,
});

// A peer that says no Hello never gets the request: nothing of it has left.
describeTransport('obs', () => new ObsTransport({ clock: systemClock, log }), to, {
  connects: true,
  awaitsReply: false,
});

const waitsFor = (simulator: ObsSimulator, requests: number) =>
  vi.waitFor(() => expect(simulator.received).toHaveLength(requests));

describe('obs', () => {
  let transport = new ObsTransport({ clock: systemClock, log });
  afterEach(async () => {
    await transport.close();
    transport = new ObsTransport({ clock: systemClock, log });
  });

  const obs = async (options: Partial<ObsSimulatorOptions> = {}): Promise<ObsSimulator> => {
    const simulator = await createObsSimulator({ log, ...options });
    onTestFinished(() => simulator.close());
    return simulator;
  };
  const ask = (
    { port }: { port: number },
    requestType: string,
    requestData: ObsCommand['requestData'] = null,
    change: Partial<ObsCommand> = {},
    options: Partial<SendOptions> = {},
  ): Promise<SendResult> =>
    transport.send(
      to('127.0.0.1', port, { requestType, requestData, ...change }),
      sendOptions(options),
    );

  test('a request is done and answered; the next one goes over the same session', async () => {
    const simulator = await obs();
    const first = await ask(simulator, 'SetCurrentProgramScene', { sceneName: 'Slides' });
    expect(first).toMatchObject({ outcome: 'ok', reply: { status: 100, text: '' } });
    expect(first.timings.connect).not.toBeNull();
    expect(simulator.model.program).toBe('Slides');
    const second = await ask(simulator, 'GetCurrentProgramScene');
    expect(second).toMatchObject({
      outcome: 'ok',
      reply: { status: 100, text: '{"currentProgramSceneName":"Slides"}' },
      timings: { connect: null },
    });
    expect(simulator.sessions).toBe(1);
  });

  test('it signs in by the challenge; the password itself never travels', async () => {
    const simulator = await obs({ password: 'öpen "sesame' });
    expect(
      await ask(simulator, 'GetVersion', null, { password: 'öpen "sesame' }),
    ).toMatchObject({ outcome: 'ok' });
    const heard: string[] = [];
    const peer = await openTcpPeer((socket) => {
      socket.on('data', (data) => heard.push(data.toString('latin1')));
    });
    onTestFinished(() => peer.close());
    await ask(peer, 'GetVersion', null, { password: 'sesame' }, { connectTimeoutMs: 50 });
    expect(heard.join('')).not.toContain('sesame');
  });

  test('a password that is wrong, and one that is not there, are said as such', async () => {
    const simulator = await obs({ password: 'right' });
    const wrong = await ask(simulator, 'StartStream', null, { password: 'wrong' });
    expect(wrong).toMatchObject({ outcome: 'failed', ambiguous: false, reply: null });
    expect(faultIn(wrong)).toMatchObject({
      error_type: 'protocol_error',
      message: expect.stringContaining('did not accept the password'),
      details: { code: '4009', short: 'wrong password' },
    });
    const none = await ask(simulator, 'StartStream');
    expect(faultIn(none)).toMatchObject({
      message: expect.stringContaining('asks for a password'),
      details: { short: 'no password' },
    });
    expect(simulator.received).toEqual([]);
    expect(simulator.model.running.stream).toBe(false);
    // The right one is not kept waiting by the back-off of the wrong one.
    const right = await ask(simulator, 'StartStream', null, { password: 'right' });
    expect(right).toMatchObject({ outcome: 'ok' });
  });

  test('while it backs off after a wrong password, it says what to mend', async () => {
    const simulator = await obs({ faults: { auth: 'refuse' } });
    await ask(simulator, 'GetVersion');
    const again = await ask(simulator, 'GetVersion', null, {}, { connectTimeoutMs: 20 });
    expect(faultIn(again)).toMatchObject({
      error_type: 'protocol_error',
      message: expect.stringMatching(/password\. The next try is in 0\.\d s/),
      details: { next_try_ms: expect.any(Number) },
    });
  });

  test.each([
    ['SetCurrentProgramScene', { sceneName: 'Nowhere' }, 600, 'there is none of this name'],
    [
      'SetInputMute',
      { inputName: 'Mic', inputMuted: 'yes' },
      401,
      'a field has the wrong type',
    ],
    ['StopStream', null, 501, 'it does not run'],
    ['Bogus', null, 204, 'no such request'],
  ])('%s %j is refused by status %d in words', async (type, data, status, short) => {
    const simulator = await obs();
    const result = await ask(simulator, type, data);
    expect(result).toMatchObject({ outcome: 'failed', ambiguous: false, reply: { status } });
    expect(faultIn(result)).toMatchObject({
      error_type: 'protocol_error',
      message: expect.stringContaining(`refused ${type}: ${short} (${status}): "`),
      details: { status, short },
    });
  });

  test('a status that the rule takes for done is done', async () => {
    const simulator = await obs();
    await ask(simulator, 'StartStream');
    const again = { success: { request_status: [500] } };
    expect(await ask(simulator, 'StartStream', null, again)).toMatchObject({
      outcome: 'ok',
      reply: { status: 500 },
    });
  });

  test('a hundred at once, each with its own answer, on one session', async () => {
    const simulator = await obs();
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        at % 2 === 0
          ? ask(simulator, 'GetCurrentProgramScene')
          : ask(simulator, 'SetCurrentProgramScene', { sceneName: `None ${at}` }),
      ),
    );
    results.forEach((result, at) => {
      if (at % 2 === 0) expect(result.outcome).toBe('ok');
      else expect(result.reply?.text).toContain(`None ${at}`);
    });
    expect(simulator.sessions).toBe(1);
  });

  test('no answer in time is unknown; a silent connection is given up, and the next one is new', async () => {
    const simulator = await obs({ faults: { request: 'silent' } });
    const silent = await ask(simulator, 'StartRecord', null, {}, { responseTimeoutMs: 60 });
    expect(silent).toMatchObject({ outcome: 'unknown', ambiguous: true, reply: null });
    expect(faultIn(silent).message).toContain('60 ms');
    simulator.setFaults({});
    expect(await ask(simulator, 'StartRecord')).toMatchObject({ outcome: 'ok' });
    expect(simulator.sessions).toBe(2);
  });

  test('a cancel after it left is unknown, and the session stays', async () => {
    const simulator = await obs({ faults: { request: 'silent' } });
    const stop = new AbortController();
    const sending = ask(simulator, 'StartRecord', null, {}, { signal: stop.signal });
    await waitsFor(simulator, 1);
    stop.abort();
    expect(await sending).toMatchObject({ outcome: 'unknown', ambiguous: true });
    simulator.setFaults({});
    expect(await ask(simulator, 'GetVersion')).toMatchObject({ outcome: 'ok' });
    expect(simulator.sessions).toBe(1);
  });

  test('a connection lost under way is unknown; it comes back with the next command', async () => {
    const simulator = await obs({ faults: { request: 'drop' } });
    const lost = await ask(simulator, 'StartStream');
    expect(lost).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(lost).error_type).toBe('connection_lost');
    simulator.setFaults({});
    expect(await ask(simulator, 'StartStream')).toMatchObject({ outcome: 'ok' });
  });

  test('a kick under way says so, and that nobody knows whether it acted', async () => {
    const simulator = await obs({ faults: { request: 'silent' } });
    const sending = ask(simulator, 'StartStream');
    await waitsFor(simulator, 1);
    simulator.kick();
    const kicked = await sending;
    expect(kicked).toMatchObject({ outcome: 'unknown', ambiguous: true });
    expect(faultIn(kicked)).toMatchObject({
      message: expect.stringMatching(/Kick.*Whether it acted is not known/),
      details: { code: '4011' },
    });
  });

  test('what is no OBS is told from one that is away', async () => {
    const garbage = await obs({ faults: { greeting: 'garbage' } });
    expect(faultIn(await ask(garbage, 'GetVersion'))).toMatchObject({
      error_type: 'invalid_response',
      message: expect.stringContaining('is not OBS'),
    });
    const web = createServer((_request, response) => response.end('hello'));
    const peer = await openTcpPeer(() => {}, web);
    onTestFinished(() => peer.close());
    expect(faultIn(await ask(peer, 'GetVersion')).message).toContain('as a web server (200)');
    const line = await openTcpPeer((socket) => socket.end('VERSION OK 27.0.0.49\r\n'));
    onTestFinished(() => line.close());
    expect(faultIn(await ask(line, 'GetVersion')).message).toContain('is not OBS');
    const mute = await obs({ faults: { greeting: 'silent' } });
    expect(
      faultIn(await ask(mute, 'GetVersion', null, {}, { connectTimeoutMs: 60 })),
    ).toMatchObject({ error_type: 'connection_timeout', details: { ambiguous: false } });
  });

  test('an answer of more than 1 MB ends the connection; a request of more never leaves', async () => {
    const simulator = await obs({ faults: { request: 'huge' } });
    const huge = await ask(simulator, 'GetVersion');
    expect(huge).toMatchObject({ outcome: 'unknown' });
    expect(faultIn(huge).message).toContain('more than 1 MB');
    const large = await ask(simulator, 'SetInputSettings', { text: 'ü'.repeat(600_000) });
    expect(large).toMatchObject({ outcome: 'failed', ambiguous: false });
    expect(faultIn(large).error_type).toBe('validation_error');
    expect(simulator.received).toHaveLength(1);
  });

  test('it comes back by itself after OBS was away', async () => {
    const port = await refusedPort();
    expect(faultIn(await ask({ port }, 'GetVersion')).error_type).toBe('connection_refused');
    const simulator = await obs({ port });
    expect(await ask(simulator, 'GetVersion')).toMatchObject({ outcome: 'ok' });
  });

  test('a new password takes the place of the former, whose session ends', async () => {
    const simulator = await obs();
    await ask(simulator, 'GetVersion', null, { password: 'a' });
    const before = held();
    await ask(simulator, 'GetVersion', null, { password: 'b' });
    expect(simulator.sessions).toBe(2);
    await expectNoLeak(before);
  });

  test('a former password still waiting for its connection is not cut off by a new one', async () => {
    const simulator = await obs();
    const both = await Promise.all([
      ask(simulator, 'GetVersion', null, { password: 'a' }),
      ask(simulator, 'GetVersion', null, { password: 'b' }),
    ]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  test('closing it ends what waits for its answer', async () => {
    const simulator = await obs({ faults: { request: 'silent' } });
    const sending = ask(simulator, 'StartStream');
    await waitsFor(simulator, 1);
    await transport.close();
    expect(await sending).toMatchObject({ outcome: 'unknown', ambiguous: true });
  });
});
