import type { BridgeConfig } from '#shared/contract/config.ts';
import type { KeyPhase } from '#shared/contract/execution.ts';
import type { Command } from '#shared/domain/command.ts';
import type { Spacing } from './pacer.ts';

/** How many commands may be on their way to one target where no spacing is asked for. */
const AT_ONCE = 64;

const isDatagram = (command: Command): boolean =>
  command.transport === 'udp' || (command.transport === 'osc' && command.via === 'udp');

/** Names a target for queues and breakers. */
export const targetKey = ({ transport, host, port }: Command): string =>
  `${transport}:${host}:${port}`;

/** The button before the target: all sends take their lanes in one order. */
export const spacingsOf = (
  command: Command,
  target: string,
  config: BridgeConfig,
  pressedButton: string | null,
  phase: KeyPhase,
): Spacing[] => {
  const { button_gap_ms, target_gap_ms, datagram_gap_ms } = config.pacing;
  const spacings: Spacing[] = [];
  if (pressedButton !== null && button_gap_ms > 0)
    spacings.push({
      key: `${command.host}/${pressedButton}`,
      gapMs: button_gap_ms,
      atOnce: phase === 'up',
    });
  const gapMs = isDatagram(command) ? datagram_gap_ms : target_gap_ms;
  spacings.push({ key: target, gapMs, width: gapMs > 0 ? 1 : AT_ONCE });
  return spacings;
};
