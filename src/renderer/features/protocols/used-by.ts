import type { Intent } from '#shared/contract/intent.ts';

/** The intents whose actions, or the actions' fallbacks, use a protocol; by name. */
export const usersOf = (
  protocol: string,
  intents: Readonly<Record<string, Intent>>,
): string[] =>
  Object.values(intents)
    .filter(({ actions }) =>
      actions.some(
        (action) =>
          action.protocol_name === protocol ||
          (action.fallbacks ?? []).some((fallback) => fallback.protocol_name === protocol),
      ),
    )
    .map(({ intent_name }) => intent_name)
    .sort((a, b) => a.localeCompare(b));

/** A key without an intent sends these by name. */
export const isOfPlainKeys = (protocol: string): boolean =>
  /^companion_(http|osc|tcp|udp)_(down|up|press)$/.test(protocol);
