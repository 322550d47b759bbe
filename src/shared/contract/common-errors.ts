import { FaultSchema } from './errors.ts';
import { StaleFaultSchema } from './precondition.ts';

/** What everything that is stored under a name may answer with; the code is the seed's error type. */
export const commonErrors = {
  not_found: { status: 404, data: FaultSchema },
  validation_error: { status: 400, data: FaultSchema },
  refused: { status: 403, data: FaultSchema },
  state_corruption: { status: 409, data: FaultSchema },
  precondition_failed: { status: 412, data: StaleFaultSchema },
  store_unavailable: { status: 503, data: FaultSchema },
};
