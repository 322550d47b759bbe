import type { SuccessRule } from '../contract/protocol.ts';

/** What obs-websocket means by a request's status code. */
const WORDS: Record<number, string> = {
  100: 'done',
  203: 'no request named',
  204: 'no such request',
  205: 'an error of its own',
  207: 'OBS is not ready',
  300: 'a field is missing',
  301: 'the data is missing',
  400: 'a field is wrong',
  401: 'a field has the wrong type',
  402: 'a number is out of range',
  403: 'a field is empty',
  404: 'fields exclude each other',
  500: 'it runs already',
  501: 'it does not run',
  502: 'it is paused already',
  503: 'it is not paused',
  504: 'the output is switched off',
  505: 'studio mode is on',
  506: 'studio mode is off',
  600: 'there is none of this name',
  601: 'it exists already',
  602: 'it is of another kind',
  603: 'too few of them',
  604: 'it is in no state for this',
  605: 'the input is of another kind',
  700: 'it could not be made',
  701: 'the action failed',
  702: 'the request failed',
  703: 'it can not do this',
};

export const OBS_DONE = 100;

/** The meaning of a status in a few words: `there is none of this name`. */
export const obsStatusWords = (code: number): string => WORDS[code] ?? 'refused';

/** True for a request that OBS did, or whose status is as good as done by the rule. */
export const isGoodRequest = (
  { result, code }: { result: boolean; code: number },
  rule: Pick<SuccessRule, 'request_status'> | null,
): boolean => result || rule?.request_status?.includes(code) === true;
