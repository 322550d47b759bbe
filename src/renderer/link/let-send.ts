import { ask } from './engine.ts';
import { faultOf } from './faults.ts';
import { staleOf, writingOver } from './precondition.ts';

/**
 * Lets devices send that were only observed, each over the revision that was shown. What kept one of them back, else
 * null.
 */
export const letSend = async (
  devices: readonly { id: string; revision: string | null }[],
): Promise<string | null> => {
  for (const { id, revision } of devices) {
    try {
      await ask((client, options) =>
        client.devices.letSend(
          { params: { name: id }, headers: writingOver(revision) },
          options,
        ),
      );
    } catch (error) {
      return (staleOf(error) ?? faultOf(error)).message;
    }
  }
  return null;
};
