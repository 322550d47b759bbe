import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { figure, median, type Figure } from './figure.ts';
import { byHandRecorder } from './by-hand.ts';
import { timed } from './load.ts';
import { onRig } from './rig.ts';

const SAMPLES = 3000;

/** TCP: one command and its reply line, one after the other, against a plain socket. */
export const tcpFigures = (): Promise<Figure[]> =>
  onRig(async (rig) => {
    const intent = await rig.intent('set_by_tcp', 'companion_tcp_variable', {
      name: 'test',
      value: 'on',
    });
    const record = byHandRecorder(rig.redis);
    const socket = connect({ host: rig.targets.host, port: rig.targets.tcp, noDelay: true });
    await once(socket, 'connect');
    const lines = new EventEmitter<{ reply: [string] }>();
    createInterface({ input: socket }).on('line', (line) => {
      if (line.startsWith('+')) lines.emit('reply', line);
    });
    const engine: number[] = [];
    const byHand: number[] = [];
    for (let i = 0; i < SAMPLES + 200; i += 1) {
      const ours = await timed(() =>
        rig.engine.execute({ intent_name: intent, origin: 'operator' }),
      );
      const theirs = await timed(async () => {
        const reply = new Promise((resolve) => lines.once('reply', resolve));
        socket.write('CUSTOM-VARIABLE test SET-VALUE on\n');
        await reply;
        await record(null);
      });
      if (i < 200) continue;
      engine.push(ours);
      byHand.push(theirs);
    }
    socket.destroy();
    const value = median(engine);
    const raw = median(byHand);
    return [
      figure({
        name: 'engine.tcp.rtt',
        value,
        unit: 'ms p50',
        raw,
        goal: '≤ 2× by hand',
        ok: value <= 2 * raw,
      }),
    ];
  });
