import type { SharedState } from '../state/shared-state.ts';
import type { Answers } from './answers.ts';
import { masterStateOf } from './master-state.ts';
import { variablesOf } from './variables.ts';

/** The contract's questions on master states and session variables. */
export const sharedStateAnswers = (
  { os, streams, streamed }: Answers,
  shared: Pick<SharedState, 'master' | 'variables'>,
) => {
  const master = masterStateOf(shared.master);
  const variables = variablesOf(shared.variables);
  return {
    master: {
      sessions: os.master.sessions.handler(master.sessions),
      get: os.master.get.handler(master.get),
      init: os.master.init.handler(master.init),
      commit: os.master.commit.handler(master.commit),
      history: os.master.history.handler(master.history),
      version: os.master.version.handler(master.version),
      compare: os.master.compare.handler(master.compare),
      restore: os.master.restore.handler(master.restore),
      lost: os.master.lost.handler(master.lost),
      forget: os.master.forget.handler(master.forget),
      rebase: os.master.rebase.handler(master.rebase),
      watch: streams.master.watch.handler(({ input, ...call }) =>
        streamed((lifetime) => master.watch(input, lifetime))(call),
      ),
    },
    variables: {
      sessions: os.variables.sessions.handler(variables.sessions),
      list: os.variables.list.handler(variables.list),
      get: os.variables.get.handler(variables.get),
      getMany: os.variables.getMany.handler(variables.getMany),
      register: os.variables.register.handler(variables.register),
      set: os.variables.set.handler(variables.set),
      delete: os.variables.delete.handler(variables.delete),
      end: os.variables.end.handler(variables.end),
      batch: os.variables.batch.handler(variables.batch),
      export: os.variables.export.handler(variables.export),
      import: os.variables.import.handler(variables.import),
      watch: streams.variables.watch.handler(({ input, ...call }) =>
        streamed((lifetime) => variables.watch(input.session, lifetime))(call),
      ),
    },
  };
};
