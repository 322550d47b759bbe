import { announce } from '../state/announcer.ts';
import { ask } from './engine.ts';
import { faultOf } from './faults.ts';

/** Ends a run that goes on. What became of it is told by the run itself; here only that it could not be asked. */
export const cancelRun = (id: string): void => {
  ask((client, options) => client.executions.cancel({ id }, options)).then(
    () => announce('cancel', 'Cancelling'),
    (error: unknown) => {
      const { error_type, message } = faultOf(error);
      announce(
        'cancel',
        error_type === 'not_found' ? 'It has ended already' : `Not cancelled: ${message}`,
      );
    },
  );
};
