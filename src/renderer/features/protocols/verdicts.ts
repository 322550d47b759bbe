import type { Protocol } from '#shared/contract/protocol.ts';
import { isGoodRequest, OBS_DONE, obsStatusWords } from '#shared/domain/obs-status.ts';
import { isGoodLine, isGoodStatus } from '#shared/domain/success-rule.ts';

/** What is made of a reply. */
export interface Verdict {
  reply: string;
  /** What the reply means, where there is more to say. */
  note: string;
  outcome: 'ok' | 'sent' | 'failed' | 'unknown';
  words: string;
}

const NOT_REPEATED = 'failed, not repeated';

const refused: Verdict = {
  reply: 'refused',
  note: 'nothing listens there',
  outcome: 'failed',
  words: 'failed, tried again',
};

const silence = (protocol: Protocol): Verdict => ({
  reply: 'no reply',
  note: 'after the bytes left',
  outcome: 'unknown',
  words: protocol.idempotent ? 'unknown, sent again' : 'unknown, not repeated',
});

const OTHERS: readonly [number, string][] = [
  [200, 'done'],
  [204, 'no content: in Companion, no button there'],
  [403, 'not allowed'],
  [404, 'no such thing'],
  [500, 'a fault of the device'],
];

const ofHttp = (protocol: Protocol): Verdict[] => {
  const rule = protocol.success ?? null;
  const listed = (rule?.status ?? []).filter((status) =>
    OTHERS.every(([other]) => other !== status),
  );
  const all = [
    ...listed.map((status): [number, string] => [status, 'as the rule says']),
    ...OTHERS,
  ];
  return [
    ...all.map(([status, note]) => verdictOf(protocol, String(status), note)),
    {
      reply: '429',
      note: 'asked too often',
      outcome: 'failed' as const,
      words: 'failed, tried again later',
    },
    silence(protocol),
    refused,
  ].sort((a, b) => Number(b.outcome === 'ok') - Number(a.outcome === 'ok'));
};

const ofTcp = (protocol: Protocol): Verdict[] => {
  const {
    reply_prefix: prefix,
    reply_reject: reject = [],
    reply_ignore: ignore = [],
  } = protocol.success ?? {};
  if (!prefix)
    return [
      {
        reply: 'not awaited',
        note: 'give a beginning to wait for a line',
        outcome: 'sent',
        words: 'sent',
      },
      refused,
    ];
  return [
    verdictOf(protocol, prefix, 'and whatever follows it'),
    ...reject.map((line) => verdictOf(protocol, line, 'begins well, and is a failure')),
    ...ignore.map((line) => verdictOf(protocol, line, 'answers nothing')),
    verdictOf(protocol, '(anything else)', 'the device refused'),
    silence(protocol),
    refused,
  ];
};

const OBS_OTHERS = [OBS_DONE, 204, 401, 500, 501, 600];

const ofObs = (protocol: Protocol): Verdict[] => {
  const codes = [...new Set([...OBS_OTHERS, ...(protocol.success?.request_status ?? [])])];
  return [
    ...codes
      .sort((a, b) => a - b)
      .map((code) => verdictOf(protocol, String(code), obsStatusWords(code))),
    {
      reply: '207',
      note: obsStatusWords(207),
      outcome: 'failed' as const,
      words: 'failed, tried again',
    },
    {
      reply: 'password',
      note: 'wrong, or none where one is asked for',
      outcome: 'failed' as const,
      words: NOT_REPEATED,
    },
    silence(protocol),
    refused,
  ].sort((a, b) => Number(b.outcome === 'ok') - Number(a.outcome === 'ok'));
};

/** Replies and what each means under the protocol's rule. */
export const verdictsOf = (protocol: Protocol): Verdict[] => {
  switch (protocol.protocol_type) {
    case 'http':
      return ofHttp(protocol);
    case 'tcp':
      return ofTcp(protocol);
    case 'obs':
      return ofObs(protocol);
    case 'osc':
    case 'udp':
      return [
        {
          reply: 'never',
          note:
            protocol.osc_transport === 'tcp' ? 'no reply is read' : 'a datagram has no receipt',
          outcome: 'sent',
          words: 'sent',
        },
      ];
  }
};

/** Of one reply: a status or a line. */
export const verdictOf = (protocol: Protocol, reply: string, note = ''): Verdict => {
  const good: Verdict = { reply, note, outcome: 'ok', words: 'ok' };
  const bad: Verdict = { reply, note, outcome: 'failed', words: NOT_REPEATED };
  if (protocol.protocol_type === 'http')
    return isGoodStatus(Number(reply), protocol.success ?? null) ? good : bad;
  if (protocol.protocol_type === 'obs') {
    const code = Number(reply);
    const isGood = isGoodRequest({ result: code === OBS_DONE, code }, protocol.success ?? null);
    return isGood ? good : bad;
  }
  const {
    reply_prefix: prefix,
    reply_reject: reject = [],
    reply_ignore: ignore = [],
  } = protocol.success ?? {};
  if (protocol.protocol_type !== 'tcp' || !prefix)
    return { reply, note, outcome: 'sent', words: 'sent' };
  if (ignore.some((line) => reply.startsWith(line)))
    return { reply, note, outcome: 'unknown', words: 'passed over' };
  return isGoodLine(reply, { prefix, reject }) ? good : bad;
};
