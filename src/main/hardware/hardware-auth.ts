/** A token, or the way to it: asked before each attempt, so that a new one is used without a restart. */
export type HardwareSecret = string | (() => string | Promise<string>);

/** How a client shows who it is: `Authorization: Bearer …`, or a header of the backend's own. */
export type HardwareAuth =
  | { bearer: HardwareSecret }
  | { header: string; value: HardwareSecret };

const read = async (secret: HardwareSecret): Promise<string> =>
  typeof secret === 'string' ? secret : secret();

export const authHeaders = async (
  auth: HardwareAuth | undefined,
): Promise<Record<string, string>> => {
  if (auth === undefined) return {};
  return 'bearer' in auth
    ? { authorization: `Bearer ${await read(auth.bearer)}` }
    : { [auth.header]: await read(auth.value) };
};
