/** Every key of a master state begins so. */
export const MASTER_PREFIX = 'genesis:state:master:';
/** The lost patches of a master state: its key stands in braces, so that a cluster keeps them together. */
export const LOST_PREFIX = `mcr:companion:master_lost:{${MASTER_PREFIX}`;
/** The variables of one session. */
export const VARIABLES_PREFIX = 'mcr:companion:variables:';
