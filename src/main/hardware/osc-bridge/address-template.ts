import { inOscAddress } from '#shared/domain/encode-value.ts';
import { fieldOf } from './field-path.ts';

/** An address to send to that can't be one. `hint` says what to write. */
export class AddressTemplateProblem extends Error {
  override readonly name = 'AddressTemplateProblem';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Literal texts and fields in turn: the first is a text, every second one a field's name. */
export interface AddressTemplate {
  readonly source: string;
  readonly parts: readonly string[];
}

const FIELD = /\{([^{}]*)\}/;
// oxlint-disable-next-line no-control-regex -- these characters are what is looked for
const RESERVED = /[\u0000-\u0020#*,?[\]{}\u007f]/;

/** @throws AddressTemplateProblem */
export const parseAddressTemplate = (source: string): AddressTemplate => {
  const parts = source.split(FIELD);
  if (!source.startsWith('/'))
    throw new AddressTemplateProblem(
      `"${source.slice(0, 80)}" is no OSC address.`,
      'It begins with "/".',
    );
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) {
      if (part.trim() === '')
        throw new AddressTemplateProblem(
          '"{}" names no field.',
          'Write the name of a field of the message: {player.name}.',
        );
      continue;
    }
    const bad = RESERVED.exec(part);
    if (bad)
      throw new AddressTemplateProblem(
        `${JSON.stringify(bad[0])} can't stand in an address to send to.`,
        'Patterns are for addresses that are received. A field is written {name}.',
      );
  }
  return { source, parts };
};

/** @throws ValueProblem where a field is missing, or would change the address. */
export const fillAddress = ({ parts }: AddressTemplate, message: object): string =>
  parts
    .map((part, index) => (index % 2 === 0 ? part : inOscAddress(fieldOf(message, part), part)))
    .join('');
