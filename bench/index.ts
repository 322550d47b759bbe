import { parseArgs } from 'node:util';
import { table, type Figure } from './figure.ts';
import { captureFigures } from './camera-capture.ts';
import { memoryFigures, recordFigures } from './camera-record.ts';
import { sigkillFigures } from './camera-sigkill.ts';
import { latencyFigures } from './camera-latency.ts';
import { previewFigures } from './camera-preview.ts';
import { cacheFigures } from './engine-cache.ts';
import { datagramFigures } from './engine-datagrams.ts';
import { executionFigures } from './engine-execution.ts';
import { httpFigures } from './engine-http.ts';
import { obsFigures } from './engine-obs.ts';
import { tcpFigures } from './engine-tcp.ts';
import { grpcVariableFigures } from './grpc-variables.ts';
import {
  hardwareHalfOpenFigures,
  hardwareLeakFigures,
  hardwareReconnectFigures,
} from './hardware-loss.ts';
import { hardwareMessageFigures } from './hardware-messages.ts';
import { hostFigures } from './host-start.ts';
import { macroFigures } from './macro-jitter.ts';
import { masterStateFigures } from './master-state.ts';
import { soakFigures } from './soak.ts';
import { listFigures } from './ui-list.ts';
import { pressFigures } from './ui-press.ts';
import { variableFigures } from './variables.ts';

const parts: { names: string[]; run: () => Promise<Figure[]> }[] = [
  { names: ['engine.http.overhead', 'engine.http.throughput'], run: httpFigures },
  { names: ['engine.osc.rate', 'engine.udp.rate'], run: datagramFigures },
  { names: ['engine.tcp.rtt'], run: tcpFigures },
  { names: ['engine.obs.rtt'], run: obsFigures },
  { names: ['engine.cache'], run: cacheFigures },
  { names: ['engine.macro.jitter'], run: macroFigures },
  { names: ['engine.panic', 'engine.cancel'], run: executionFigures },
  { names: ['engine.soak'], run: soakFigures },
  { names: ['state.commit', 'state.crowd'], run: masterStateFigures },
  {
    names: ['variables.get', 'variables.set', 'variables.batch', 'variables.local'],
    run: variableFigures,
  },
  {
    names: ['grpc.get', 'grpc.set', 'grpc.batch'],
    run: grpcVariableFigures,
  },
  { names: ['hardware.rtt', 'hardware.rate'], run: hardwareMessageFigures },
  {
    names: ['hardware.reconnect', 'hardware.reconnect.busiest'],
    run: hardwareReconnectFigures,
  },
  { names: ['hardware.half_open'], run: hardwareHalfOpenFigures },
  { names: ['hardware.leak'], run: hardwareLeakFigures },
  { names: ['ui.press'], run: pressFigures },
  { names: ['ui.list'], run: listFigures },
  { names: ['camera.capture'], run: captureFigures },
  {
    names: ['camera.record.drops', 'camera.record.pass', 'camera.record.cpu'],
    run: recordFigures,
  },
  { names: ['camera.sigkill', 'camera.sigkill.recovered'], run: sigkillFigures },
  { names: ['camera.memory'], run: memoryFigures },
  { names: ['camera.latency'], run: latencyFigures },
  { names: ['camera.preview'], run: previewFigures },
  { names: ['host.start', 'host.memory'], run: hostFigures },
];

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, json: { type: 'boolean', default: false } },
});
const wanted = (name: string): boolean => name.startsWith(values.only);
const figures: Figure[] = [];
for (const part of parts) {
  const asked = part.names.some((name) => wanted(name) || values.only.startsWith(name));
  if (!asked) continue;
  try {
    for (const figure of await part.run()) {
      if (!wanted(figure.name)) continue;
      figures.push(figure);
      if (values.json) console.log(JSON.stringify(figure));
    }
  } catch (error) {
    console.error(`${part.names.join(', ')} could not be measured:`, error);
    process.exitCode = 1;
  }
}
if (!values.json) console.log(table(figures));
