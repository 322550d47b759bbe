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

/** The same intent with another protocol in place of one. */
export const withProtocol = (intent: Intent, from: string, to: string): Intent => ({
  ...intent,
  actions: intent.actions.map((action) => ({
    ...action,
    protocol_name: action.protocol_name === from ? to : action.protocol_name,
    ...(action.fallbacks && {
      fallbacks: action.fallbacks.map((fallback) =>
        fallback.protocol_name === from ? { ...fallback, protocol_name: to } : fallback,
      ),
    }),
  })),
});
