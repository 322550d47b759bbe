import { create } from 'zustand';
import type { PressSource } from '#shared/contract/buzzer.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { askPress } from './client-commands.ts';
import { ageOf, resultOf, type PressResult } from './press-result.ts';

const keyOf = (clientId: string, buzzerId: string): string =>
  JSON.stringify([clientId, buzzerId]);

/** A result with the round that it belongs to; null where that is not known. */
interface RoundResult extends PressResult {
  round: number | null;
}

const useResults = create<Record<string, RoundResult>>(() => ({}));

export const usePressResult = (clientId: string, buzzerId: string): RoundResult | undefined =>
  useResults((results) => results[keyOf(clientId, buzzerId)]);

/** The newest press of this page, and what became of it. */
interface LastPress extends PressResult {
  clientId: string;
  buzzerId: string;
  /** Another for each press. */
  number: number;
}

export const useLastPress = create<{ last: LastPress | null }>(() => ({ last: null }));

let presses = 0;
/** The number of the newest press of each buzzer. */
const newest = new Map<string, number>();

/**
 * Presses a buzzer. `pressedAt` is the moment of the press on the page's own clock (`performance.now`), as events carry
 * it: the engine dates the press back by what passed since.
 */
export const pressBuzzer = async (
  client_id: string,
  buzzer_id: string,
  source: PressSource,
  pressedAt: number,
): Promise<void> => {
  presses += 1;
  const number = presses;
  const round = useMirror.getState().hardware[client_id]?.round?.round ?? null;
  const key = keyOf(client_id, buzzer_id);
  newest.set(key, number);
  const settle = (result: PressResult): void => {
    // An answer that comes late says nothing of a press that was made since.
    if (newest.get(key) !== number) return;
    useResults.setState({ [key]: { ...result, round } });
    const { last } = useLastPress.getState();
    if (last === null || last.number <= number)
      useLastPress.setState({
        last: { ...result, clientId: client_id, buzzerId: buzzer_id, number },
      });
  };
  settle({ mark: 'pressed', words: 'pressed' });
  const age_ms = ageOf(pressedAt, performance.now());
  if (age_ms === null) {
    const result = resultOf({ counted: false, refusal: 'too_old' });
    settle(result);
    announce(`buzzer:${client_id}`, `${buzzer_id} ${result.words}`);
    return;
  }
  try {
    const result = resultOf(await askPress(client_id, { buzzer_id, source, age_ms }));
    settle(result);
    announce(`buzzer:${client_id}`, `${buzzer_id} ${result.words}`);
  } catch (error) {
    const { message } = faultOf(error);
    settle({ mark: 'failed', words: message });
    announce(`buzzer:${client_id}`, `${buzzer_id}: ${message}`);
  }
};
