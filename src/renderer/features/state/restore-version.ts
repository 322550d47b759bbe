import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';

/** The version that it became. */
const restored = async (
  session: string,
  version: number,
  expected: number,
): Promise<{ ok: true; version: number } | { ok: false; fault: Fault }> => {
  try {
    const { new_version } = await ask((client, options) =>
      client.master.restore({ params: { session, version }, body: { expected } }, options),
    );
    return { ok: true, version: new_version };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
};

/** Makes a former version the newest, where `now` is still what stands; offers the way back. Resolves with why not. */
export const restoreVersion = async (
  session: string,
  version: number,
  now: number,
): Promise<Fault | null> => {
  const done = await restored(session, version, now);
  if (!done.ok) return done.fault;
  const words = `Version ${version} is restored, as version ${done.version}`;
  const undo = async (): Promise<void> => {
    const back = await restored(session, now, done.version);
    say(
      back.ok
        ? `As before the restoring, in version ${back.version}`
        : `Not undone: ${back.fault.message} Its history has what stood there.`,
    );
  };
  announce('state', words);
  offerUndo(words, () => void undo());
  return null;
};
