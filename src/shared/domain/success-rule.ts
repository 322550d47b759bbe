import type { SuccessRule } from '../contract/protocol.ts';

/** True for a status of the rule; without one, for any 2xx. */
export const isGoodStatus = (
  status: number,
  rule: Pick<SuccessRule, 'status'> | null,
): boolean => (rule?.status ? rule.status.includes(status) : status >= 200 && status < 300);

/** True where a reply line begins well and with none of the beginnings that are failures all the same. */
export const isGoodLine = (
  line: string,
  rule: { prefix: string; reject: readonly string[] },
): boolean =>
  line.startsWith(rule.prefix) && !rule.reject.some((beginning) => line.startsWith(beginning));
