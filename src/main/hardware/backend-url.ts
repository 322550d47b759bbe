import type { HardwareBackend, HardwareConnection } from '#shared/contract/hardware.ts';
import { inPath, inUrl, ValueProblem } from '#shared/domain/encode-value.ts';
import { fillTemplate, parseTemplate, templateVariables } from '#shared/domain/template.ts';
import { HardwareTrouble } from './hardware-trouble.ts';

type Addressed = Pick<
  HardwareConnection,
  'client_id' | 'client_type' | 'game_id' | 'path' | 'query'
>;

const PLACES = ['game_id', 'client_type', 'client_id'];

export interface BackendUrl {
  url: string;
  /** The same for every eye: a parameter of the settings may be a token. */
  shown: string;
}

/**
 * The address of one backend: `ws(s)://{host}{path}?client_type=…&client_id=…`, every value encoded so that none
 * can add a segment or a parameter. @throws HardwareTrouble where the path names what there is not.
 */
export const backendUrl = (backend: HardwareBackend, addressed: Addressed): BackendUrl => {
  const masked = Object.keys(addressed.query).map((name) => [name, '…']);
  const url = writeUrl(backend, addressed);
  if (!URL.canParse(url))
    throw new HardwareTrouble(
      `"${backend.host}" is no address.`,
      'Type a name or address, and a port after a colon: 10.0.0.4:8000.',
    );
  const shown = writeUrl(backend, { ...addressed, query: Object.fromEntries(masked) });
  return { url, shown: shown.replaceAll('%E2%80%A6', '…') };
};

const writeUrl = (
  { host, secure }: HardwareBackend,
  { path, query, ...values }: Addressed,
): string => {
  const template = parseTemplate(path);
  const unknown = templateVariables(template).find((name) => !PLACES.includes(name));
  if (unknown !== undefined)
    throw new HardwareTrouble(
      `The path names {${unknown}}, which there is not.`,
      `Use {${PLACES.join('}, {')}}.`,
    );
  try {
    const { client_type, client_id } = values;
    const named = { client_type, client_id };
    const parameters = Object.entries({ ...named, ...query, ...named }).map(
      ([name, value]) => `${inUrl(name, 'query')}=${inUrl(value, name)}`,
    );
    const scheme = secure ? 'wss' : 'ws';
    return `${scheme}://${host}${fillTemplate(template, values, inPath)}?${parameters.join('&')}`;
  } catch (error) {
    if (error instanceof ValueProblem)
      throw new HardwareTrouble(error.message, 'Correct it in the settings of this client.');
    throw error;
  }
};
