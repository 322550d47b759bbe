import type { Reply } from '#shared/contract/execution.ts';
import { isGoodLine } from '#shared/domain/success-rule.ts';
import { cutText } from '../cut-text.ts';
import type { Endpoint } from '../endpoint.ts';
import { written } from '../endpoint.ts';
import type { Cause } from '../fault.ts';

/** What a reply line must begin with, and beginnings that are failures all the same. */
export interface ReplyRule {
  prefix: string;
  reject: readonly string[];
  /** Beginnings of lines that answer nothing. */
  ignore?: readonly string[];
}

export const replyOf = (line: string): Reply => cutText(line);

/** Null where the line says that the device did it. */
export const judgeReply = (line: string, rule: ReplyRule, endpoint: Endpoint): Cause | null => {
  if (isGoodLine(line, rule)) return null;
  const text = cutText(line, 200).text;
  return {
    error_type: 'protocol_error',
    message: `${written(endpoint)} answered "${text}".`,
    hint: "The device understood and refused: check the page, the name or the value in the intent's action.",
    ambiguous: false,
  };
};
