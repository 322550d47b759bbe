import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { DeviceSchema } from '#shared/contract/device.ts';
import { obsRequestText } from '#shared/domain/obs-message.ts';
import { byHandRecorder } from './by-hand.ts';
import { startChild } from './child.ts';
import { figure, median, type Figure } from './figure.ts';
import { timed } from './load.ts';
import { onRig } from './rig.ts';

const SAMPLES = 3000;
const Listening = z.object({ obs: z.int() });

/** A session by hand: the greeting, then one request and its response after the other. */
const openSession = async (port: number): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(socket, 'message');
  socket.send('{"op":1,"d":{"rpcVersion":1,"eventSubscriptions":0}}');
  await once(socket, 'message');
  return socket;
};

/** OBS: one request and its response, one after the other, against a plain WebSocket. */
export const obsFigures = (): Promise<Figure[]> =>
  onRig(async (rig) => {
    const obs = await startChild(['src/main/simulators/obs/cli.ts', '--json', '--port=0']);
    const { obs: port } = Listening.parse(obs.line);
    try {
      const device = DeviceSchema.parse({
        device_id: 'obs',
        device_type: 'virtual_surface',
        connection_url: `obs://127.0.0.1:${port}`,
      });
      await rig.engine.store.put('device', 'obs', device);
      const intent = await rig.intent('cut', 'obs_program', { scene: 'Wide' }, 'obs');
      const record = byHandRecorder(rig.redis);
      const socket = await openSession(port);
      const text = obsRequestText('SetCurrentProgramScene', '1', '{"sceneName":"Wide"}');
      const engine: number[] = [];
      const byHand: number[] = [];
      for (let i = 0; i < SAMPLES + 200; i += 1) {
        const ours = await timed(() =>
          rig.engine.execute({ intent_name: intent, origin: 'operator' }),
        );
        const theirs = await timed(async () => {
          const reply = once(socket, 'message');
          socket.send(text);
          await reply;
          await record(null);
        });
        if (i < 200) continue;
        engine.push(ours);
        byHand.push(theirs);
      }
      socket.terminate();
      const value = median(engine);
      const raw = median(byHand);
      return [
        figure({
          name: 'engine.obs.rtt',
          value,
          unit: 'ms p50',
          raw,
          goal: '≤ 2× by hand',
          ok: value <= 2 * raw,
        }),
      ];
    } finally {
      await obs.stop();
    }
  });
