import { useEffect, useState } from 'react';
import type { CameraDescriptor } from '#shared/contract/camera.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';

interface Discovered {
  /** Null while they are looked for. */
  found: CameraDescriptor[] | null;
  fault: Fault | null;
}

const discover = (): Promise<Discovered> =>
  ask((client, options) => client.cameras.discover(undefined, options)).then(
    (found) => ({ found, fault: null }),
    (error: unknown) => ({ found: [], fault: faultOf(error) }),
  );

/** The cameras that there are, asked for when this comes on screen and by `look`. */
export const useDiscovered = (): Discovered & { look: () => void } => {
  const [state, setState] = useState<Discovered>({ found: null, fault: null });
  useEffect(() => {
    void discover().then(setState);
  }, []);
  const look = (): void => {
    setState({ found: null, fault: null });
    void discover().then(setState);
  };
  return { ...state, look };
};
