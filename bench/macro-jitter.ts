import { ulid } from 'ulid';
import { MacroSchema } from '#shared/contract/macro.ts';
import { figure, percentile, type Figure } from './figure.ts';
import { onRig } from './rig.ts';

const STEPS = 200;
const SPACING_MS = 50;

/**
 * A macro of 200 steps, each a command over TCP with its reply, 50 ms apart: how far each start is from the
 * ideal grid, beside a bare timer that runs to the same points in time.
 */
export const macroFigures = (): Promise<Figure[]> =>
  onRig(async (rig) => {
    const intent_name = await rig.intent('step', 'companion_tcp_variable', {
      name: 'test',
      value: 'on',
    });
    const steps = Array.from({ length: STEPS }, (_, index) => ({
      step_number: index + 1,
      intent_name,
      delay_ms: SPACING_MS,
    }));
    const macro_id = `jitter-${ulid()}`;
    await rig.engine.store.put(
      'macro',
      macro_id,
      MacroSchema.parse({ macro_id, macro_name: 'Jitter', steps }),
    );
    await rig.engine.execute({ intent_name, origin: 'operator' });
    const execution = await rig.engine.executeMacro({ macro_id, origin: 'operator' });
    const bare = await bareStarts();
    const starts = execution.macro?.steps.flatMap(({ at_ms }) => at_ms ?? []) ?? [];
    const value = starts.length === STEPS ? percentile(deviations(starts), 0.99) : Number.NaN;
    return [
      figure({
        name: 'engine.macro.jitter',
        value,
        unit: 'ms p99',
        raw: percentile(deviations(bare), 0.99),
        goal: '≤ 5 ms',
        ok: value <= 5,
      }),
    ];
  });

const deviations = (starts: readonly number[]): number[] => {
  const [first = Number.NaN] = starts;
  return starts.map((start, index) => Math.abs(start - first - index * SPACING_MS));
};

/** The least that a timer can do: sleep until the next point of the grid. */
const bareStarts = async (): Promise<number[]> => {
  const began = performance.now();
  const starts: number[] = [];
  for (let index = 0; index < STEPS; index += 1) {
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, Math.max(0, began + index * SPACING_MS - performance.now()));
    await promise;
    starts.push(performance.now() - began);
  }
  return starts;
};
