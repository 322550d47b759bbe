import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import { isSimulated, type SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import { defaultConfig } from '../engine/lookups.ts';
import type { Log } from '../log.ts';
import {
  askHealth,
  healthTarget,
  healthTargetId,
  type HealthFound,
  type HealthTarget,
} from './ask-health.ts';
import { probeTarget } from './probe-device.ts';

export interface HealthWatchDeps {
  engine: Pick<Engine, 'store' | 'deviceChecked'>;
  clock: Clock;
  log: Log;
  simulatedTargets: () => Promise<SimulatedTargets>;
  ask?: (clock: Clock, target: HealthTarget, signal: AbortSignal) => Promise<HealthFound>;
  /** From 0 up to 1, for the spread. */
  random?: () => number;
}

export interface HealthWatch {
  /** Asks nothing more; what is being asked is called off. */
  close(): Promise<void>;
}

/** One place, and the devices that are there. */
interface Place {
  target: HealthTarget;
  devices: string[];
}

/** How much a look may be earlier or later than its turn, as a part of the gap. */
const JITTER = 0.4;
/** Where it is switched off, the config is looked at again after this. */
const OFF_MS = 5000;

/**
 * Looks from time to time whether the devices are still there, without a command: each place once per round, spread over
 * the round, so many at once as the config says. Nothing waits for it, and it ends with the engine.
 */
export const watchHealth = (deps: HealthWatchDeps): HealthWatch => {
  const { engine, clock, log, ask = askHealth, random = Math.random } = deps;
  const { store } = engine;
  const lifetime = new AbortController();
  const { signal } = lifetime;

  const configNow = (): BridgeConfig => {
    const known = store.peek('config', 'bridge');
    return known?.found === 'present' ? known.value : defaultConfig();
  };

  const placeOf = async (
    device: Device,
    config: BridgeConfig,
  ): Promise<HealthTarget | null> => {
    if (device.group) return null;
    if (!isSimulated(device)) return healthTarget(probeTarget(device, config, null));
    // The simulator lists what it is asked: a connection alone leaves no line there.
    const { host, http } = await deps.simulatedTargets();
    return { kind: 'tcp', host, port: http, tls: false };
  };

  const places = async (config: BridgeConfig): Promise<Place[]> => {
    const found = new Map<string, Place>();
    for (const device of await store.list('device')) {
      const target = await placeOf(device, config);
      if (!target) continue;
      const id = healthTargetId(target);
      const place = found.get(id);
      if (place) place.devices.push(device.device_id);
      else found.set(id, { target, devices: [device.device_id] });
    }
    return [...found.values()];
  };

  const look = async ({ target, devices }: Place, staleAfter: number): Promise<void> => {
    const found = await ask(clock, target, signal);
    if (signal.aborted) return;
    for (const id of devices) engine.deviceChecked(id, found, staleAfter);
  };

  const round = async (config: BridgeConfig): Promise<void> => {
    const { every_ms, at_once, stale_after } = config.health_checks;
    const all = await places(config);
    const from = clock.monotonic();
    const gap = every_ms / Math.max(1, all.length);
    const asking = new Set<Promise<void>>();
    for (const [index, place] of all.entries()) {
      const due = from + gap * (index + JITTER * random());
      const left = due - clock.monotonic();
      if (left > 0) await clock.sleep(left, signal);
      while (asking.size >= at_once) await Promise.race(asking);
      if (signal.aborted) break;
      const looking: Promise<void> = look(place, stale_after).finally(() =>
        asking.delete(looking),
      );
      asking.add(looking);
    }
    await Promise.all(asking);
    const rest = from + every_ms - clock.monotonic();
    if (rest > 0) await clock.sleep(rest, signal);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const config = configNow();
      try {
        if (config.health_checks.enabled) await round(config);
        else await clock.sleep(OFF_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        log.debug({ error: String(error) }, 'a round of health checks broke off');
        await clock.sleep(OFF_MS, signal).catch(() => undefined);
      }
    }
  };

  const running = run();
  return {
    async close() {
      lifetime.abort(new Error('shutdown'));
      await running;
    },
  };
};
