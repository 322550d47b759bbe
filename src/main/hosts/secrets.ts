import type { Origin } from '#shared/contract/execution.ts';
import type { SecretEntry } from '#shared/contract/secrets.ts';
import { compileProtocol } from '#shared/domain/compiled-protocol.ts';
import type { SecretVault } from '../secrets/secret-vault.ts';
import { VaultTrouble } from '../secrets/vault-trouble.ts';
import type { Store } from '../store/store.ts';
import { faultError } from './faults.ts';
import { refuseAgent } from './refuse-agent.ts';

interface Asked<I> {
  input: I;
  context: { origin: Origin };
}

/** Secrets are for people and for programs that hold the token: what an agent is told may be said elsewhere. */
const refuseAgents = (origin: Origin): void =>
  refuseAgent(origin, {
    message: 'Agents may not see or change secrets.',
    reason: 'secrets_are_not_for_agents',
    hint: 'The operator adds them in Settings under Secrets.',
  });

const answering = async <T>(ask: () => T | Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof VaultTrouble) throw faultError(error.fault);
    throw error;
  }
};

/** Which protocols name each secret, and which devices and hardware clients ask for it when they connect. */
const usersOf = async (store: Store): Promise<Map<string, string[]>> => {
  const users = new Map<string, string[]>();
  const use = (secret: string, user: string): void => {
    users.set(secret, [...(users.get(secret) ?? []), user]);
  };
  const [protocols, devices, clients] = await Promise.all([
    store.list('protocol'),
    store.list('device'),
    store.list('hardware'),
  ]);
  for (const protocol of protocols)
    for (const secret of compileProtocol(protocol).secrets) use(secret, protocol.protocol_name);
  for (const { device_id, password_name } of devices)
    if (password_name) use(password_name, `device ${device_id}`);
  for (const { auth, client_id } of clients)
    if (auth) use(auth.secret_name, `hardware ${client_id}`);
  return users;
};

/** list, put and delete of secrets. No answer holds a value. */
export const secretsOf = (vault: SecretVault, store: Store) => ({
  list: ({ context }: Asked<unknown>): Promise<SecretEntry[]> => {
    refuseAgents(context.origin);
    return answering(async () => {
      const users = await usersOf(store);
      const here = vault.list();
      const known = new Set(here.map(({ name }) => name));
      const missing = [...users.keys()]
        .filter((name) => !known.has(name))
        .map((name) => ({ name, updated_at: null }));
      return [...here, ...missing].map((entry) => ({
        ...entry,
        used_by: (users.get(entry.name) ?? []).sort(),
      }));
    });
  },

  put: ({
    input,
    context,
  }: Asked<{ params: { name: string }; body: { value: string } }>): Promise<{
    name: string;
  }> => {
    refuseAgents(context.origin);
    const { name } = input.params;
    return answering(async () => {
      await vault.put(name, input.body.value);
      return { name };
    });
  },

  delete: ({
    input,
    context,
  }: Asked<{ params: { name: string } }>): Promise<{ deleted: boolean }> => {
    refuseAgents(context.origin);
    const { name } = input.params;
    return answering(async () => {
      const deleted = await vault.remove(name);
      if (deleted) return { deleted };
      throw faultError({
        error_type: 'not_found',
        message: `There is no secret named ${name}.`,
        details: { kind: 'secret', name, hint: 'Check the name in Settings under Secrets.' },
      });
    });
  },
});
