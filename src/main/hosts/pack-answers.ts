import type { Store } from '../store/store.ts';
import type { Answers, HostContext } from './answers.ts';
import { packsOf } from './packs.ts';
import { NOT_BY_AGENTS, refuseAgent } from './refuse-agent.ts';

/** The contract's questions on packs; `by` is the store as the caller writes it. */
export const packAnswers = (
  { os }: Pick<Answers, 'os'>,
  deps: Parameters<typeof packsOf>[0],
  by: (context: HostContext) => Store,
) => {
  const packs = packsOf(deps);
  const written = (context: HostContext) => {
    refuseAgent(context.origin, NOT_BY_AGENTS.packs);
    return packsOf({ ...deps, store: by(context) });
  };
  return {
    list: os.packs.list.handler(() => packs.list()),
    install: os.packs.install.handler(({ input, context }) =>
      written(context).install(
        input.params.name,
        input.body ?? { replace: [], leave: [], revisions: {} },
      ),
    ),
    undo: os.packs.undo.handler(({ input, context }) =>
      written(context).undo(input.params.name),
    ),
  };
};
