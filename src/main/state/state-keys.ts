/** Every key of a master state begins so. */
export const MASTER_PREFIX = 'genesis:state:master:';
/** The variables of one session. */
export const VARIABLES_PREFIX = 'mcr:companion:variables:';
