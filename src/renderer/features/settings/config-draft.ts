import { z } from 'zod';
import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';

const { show_name, host, port } = BridgeConfigSchema.shape;

/** What a person may change here, as they typed it. A field that is absent was not touched. */
export const ConfigDraftSchema = z.object({
  show_name: z.string().optional(),
  host: z.string().optional(),
  port: z.string().optional(),
});
export type ConfigDraft = z.infer<typeof ConfigDraftSchema>;
export type DraftField = keyof ConfigDraft;

export const textOf = (config: BridgeConfig, field: DraftField): string =>
  String(config[field]);

const portNumber = (text: string): number =>
  /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;

const problemIn = (schema: z.ZodType, value: unknown): string | null => {
  const parsed = schema.safeParse(value);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'This can’t be used.');
};

/** What is wrong with a field, in the words of the schema that the engine uses; null where nothing is. */
export const problemOf = (draft: ConfigDraft, field: DraftField): string | null => {
  const text = draft[field];
  if (text === undefined) return null;
  switch (field) {
    case 'show_name':
      return problemIn(show_name, text.trim()) && 'A name has at most 80 characters.';
    case 'host':
      return /\s/.test(text.trim()) || problemIn(host, text.trim())
        ? 'Type a host name or an address, such as 127.0.0.1.'
        : null;
    case 'port':
      return (
        problemIn(port, portNumber(text)) && 'A port is a number from 1 to 65535, such as 8000.'
      );
  }
};

/** The config with what is right in the draft; what is wrong stays in the draft and hinders nothing else. */
export const applyDraft = (config: BridgeConfig, draft: ConfigDraft): BridgeConfig => {
  const good = (field: DraftField): string | undefined =>
    problemOf(draft, field) === null ? draft[field]?.trim() : undefined;
  const newPort = good('port');
  return {
    ...config,
    show_name: good('show_name') ?? config.show_name,
    host: good('host') ?? config.host,
    port: newPort === undefined ? config.port : Number(newPort),
  };
};

/** What of a draft still differs from the config and must be kept. */
export const restOfDraft = (config: BridgeConfig, draft: ConfigDraft): ConfigDraft => {
  const keep = (field: DraftField): string | undefined =>
    draft[field]?.trim() === textOf(config, field) ? undefined : draft[field];
  return { show_name: keep('show_name'), host: keep('host'), port: keep('port') };
};

export const isTouched = (draft: ConfigDraft): boolean =>
  Object.values(draft).some((value) => value !== undefined);
