import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { figure, median, type Figure } from './figure.ts';
import { byHandRecorder } from './by-hand.ts';
import { rate } from './load.ts';
import { onRig, type Rig } from './rig.ts';
import { encodeMessage } from '../src/main/transports/osc/encode.ts';

const COUNT = 8000;

const datagramRate = async (
  rig: Rig,
  name: string,
  protocol: string,
  variables: Record<string, unknown>,
  port: number,
  encode: () => Uint8Array,
): Promise<Figure> => {
  const intent = await rig.intent(name, protocol, variables);
  const record = byHandRecorder(rig.redis);
  const socket = createSocket('udp4');
  socket.connect(port, rig.targets.host);
  await once(socket, 'connect');
  const send = () =>
    new Promise<void>((resolve, reject) => {
      socket.send(encode(), (error) => (error ? reject(error) : resolve()));
    });
  const engine: number[] = [];
  const byHand: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const theirs = await rate(COUNT, 16, async () => {
      await send();
      await record(null);
    });
    const ours = await rate(COUNT, 16, () =>
      rig.engine.execute({ intent_name: intent, origin: 'operator' }),
    );
    if (round === 0) continue;
    engine.push(ours);
    byHand.push(theirs);
  }
  socket.close();
  return figure({
    name,
    value: median(engine),
    unit: '/s',
    raw: median(byHand),
    goal: '≥ 50 % of by hand',
    ok: median(engine) >= 0.5 * median(byHand),
  });
};

/** OSC and UDP, 16 at once, spacing off: executions per second. */
export const datagramFigures = (): Promise<Figure[]> =>
  onRig(async (rig) => {
    await rig.configure({ pacing: { button_gap_ms: 0, target_gap_ms: 0, datagram_gap_ms: 0 } });
    const variables = { name: 'test', value: 'on' };
    return [
      await datagramRate(
        rig,
        'engine.osc.rate',
        'companion_osc_variable',
        variables,
        rig.targets.osc,
        () =>
          encodeMessage({
            address: '/custom-variable/test/value',
            args: [{ type: 's', value: 'on' }],
          }),
      ),
      await datagramRate(
        rig,
        'engine.udp.rate',
        'companion_udp_variable',
        variables,
        rig.targets.udp,
        () => Buffer.from('CUSTOM-VARIABLE test SET-VALUE on'),
      ),
    ];
  });
