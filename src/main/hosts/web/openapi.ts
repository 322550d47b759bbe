import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ExecutionSchema } from '#shared/contract/execution.ts';
import { contract } from '#shared/contract/index.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { ErrorBodySchema } from './error-body.ts';

/** The REST interface, described for tools that read OpenAPI 3.1. */
export const describeRest = async (version: string): Promise<string> => {
  const generator = new OpenAPIGenerator({
    schemaConverters: [new ZodToJsonSchemaConverter()],
  });
  const { mirror: _, telemetry: _telemetry, find: _find, ...rest } = contract;
  const document = await generator.generate(rest, {
    info: { title: 'MCR Bridge', version },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
    commonSchemas: {
      Error: { schema: ErrorBodySchema, strategy: 'output' },
      Execution: { schema: ExecutionSchema, strategy: 'output' },
      Config: { schema: BridgeConfigSchema },
      Protocol: { schema: ProtocolSchema },
      Device: { schema: DeviceSchema },
      Intent: { schema: IntentSchema },
      Macro: { schema: MacroSchema },
      Layout: { schema: LayoutSchema },
    },
    customErrorResponseBodySchema: () => ({ $ref: '#/components/schemas/Error' }),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  });
  return JSON.stringify(document);
};
