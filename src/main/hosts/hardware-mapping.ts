import type { Origin } from '#shared/contract/execution.ts';
import type { MappingFault, MappingText } from '#shared/contract/osc-bridge.ts';
import { HardwareTrouble } from '../hardware/hardware-trouble.ts';
import type { HardwareSlot } from '../hardware/runtime/hardware.ts';
import type { HostContext } from './answers.ts';
import { faultError, validationFault } from './faults.ts';
import { refuseAgent } from './refuse-agent.ts';

interface ById {
  params: { client_id: string };
}
interface Called<I> {
  input: I;
  context: HostContext;
}

// What reads YAML is loaded with the first bridge.
const editing = () => import('../hardware/osc-bridge/edit-mapping.ts');

const refuseAgents = (origin: Origin): void =>
  refuseAgent(origin, {
    message: 'An agent may not read or write files.',
    reason: 'needs_operator',
    hint: 'The operator changes the mapping on the Hardware page.',
  });

const fileOf = (slot: HardwareSlot): string => {
  const { stored } = slot;
  if (stored.kind !== 'osc_bridge')
    throw faultError(
      validationFault([
        {
          field: 'client_id',
          message: `${stored.client_id} is no OSC bridge: it has no mapping.`,
        },
      ]),
    );
  if (slot.listing().elsewhere)
    throw faultError({
      error_type: 'refused',
      message: 'Its mapping file is on the machine of the control room that runs it.',
      details: { reason: 'elsewhere', hint: 'Look at it there, or run the client here.' },
    });
  return stored.mapping_file;
};

const placed = ({ line, column, message, hint }: MappingFault) => ({
  field: 'text',
  message: `Line ${line}, column ${column}: ${message} ${hint}`,
});

/** The mapping files of OSC bridges, for people and for programs that hold the token. */
export const hardwareMappingOf = (slotOf: (clientId: string) => Promise<HardwareSlot>) => ({
  mapping: async ({ input, context }: Called<ById>): Promise<MappingText> => {
    refuseAgents(context.origin);
    const file = fileOf(await slotOf(input.params.client_id));
    return (await editing()).mappingText(file);
  },
  checkMapping: async ({
    input,
    context,
  }: Called<ById & { body: { text: string } }>): Promise<{ faults: MappingFault[] }> => {
    refuseAgents(context.origin);
    return { faults: (await editing()).faultsOf(input.body.text) };
  },
  saveMapping: async ({
    input,
    context,
  }: Called<ById & { body: { text: string; stamp: string } }>): Promise<MappingText> => {
    refuseAgents(context.origin);
    const file = fileOf(await slotOf(input.params.client_id));
    const { text, stamp } = input.body;
    const { faultsOf, saveMappingText, MappingChanged } = await editing();
    const faults = faultsOf(text);
    if (faults.length > 0) throw faultError(validationFault(faults.map(placed)));
    try {
      return await saveMappingText(file, text, stamp);
    } catch (error) {
      if (error instanceof MappingChanged)
        throw faultError({
          error_type: 'conflict',
          message: error.message,
          details: { now: error.now, hint: 'Look at its text as it is now, and save again.' },
        });
      if (!(error instanceof HardwareTrouble)) throw error;
      throw faultError({
        error_type: 'refused',
        message: error.message,
        details: { reason: 'file', hint: error.hint },
      });
    }
  },
});
