import type { Answers, HostContext } from './answers.ts';
import type { revisionsOf } from './revisions.ts';

/** The contract's questions on revisions, those of the config too. */
export const revisionAnswers = (
  { os }: Pick<Answers, 'os'>,
  revisions: ReturnType<typeof revisionsOf<HostContext>>,
) => ({
  list: os.revisions.list.handler(revisions.list),
  get: os.revisions.get.handler(revisions.get),
  diff: os.revisions.diff.handler(revisions.diff),
  restore: os.revisions.restore.handler(revisions.restore),
  ofConfig: {
    list: os.revisions.ofConfig.list.handler(revisions.list),
    get: os.revisions.ofConfig.get.handler(revisions.get),
    diff: os.revisions.ofConfig.diff.handler(revisions.diff),
    restore: os.revisions.ofConfig.restore.handler(revisions.restore),
  },
});
