import { create } from 'zustand';
import type { PressSource } from '#shared/contract/buzzer.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { askPress } from './client-commands.ts';
import { resultOf, type PressResult } from './press-result.ts';

const keyOf = (clientId: string, buzzerId: string): string =>
  JSON.stringify([clientId, buzzerId]);

/** A result with the round that it belongs to; null where that is not known. */
interface RoundResult extends PressResult {
  round: number | null;
}

const useResults = create<Record<string, RoundResult>>(() => ({}));

export const usePressResult = (clientId: string, buzzerId: string): RoundResult | undefined =>
  useResults((results) => results[keyOf(clientId, buzzerId)]);

const MOST_AGE_MS = 1000;

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
  const round = useMirror.getState().hardware[client_id]?.round?.round ?? null;
  const settle = (result: PressResult): void =>
    useResults.setState({ [keyOf(client_id, buzzer_id)]: { ...result, round } });
  settle({ mark: 'pressed', words: 'pressed' });
  const age_ms = Math.min(MOST_AGE_MS, Math.max(0, performance.now() - pressedAt));
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
