/** No intent can have such a name. */
export const NEW = '+';

export const intentPath = (name: string): string => `/intents/${name}`;
export const NEW_PATH = intentPath(NEW);
