import { expect, test } from 'vitest';
import { z } from 'zod';
import { CAMERA_COMMANDS } from '#shared/contract/camera.ts';
import { CAMERA_FIELDS } from '#shared/domain/camera-payload.ts';
import { PAYLOAD_SCHEMAS } from './command-payload.ts';

test.each(CAMERA_COMMANDS)('the fields that %s takes are those of its schema', (command) => {
  const schema = PAYLOAD_SCHEMAS[command];
  const typed = schema && z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  expect([...CAMERA_FIELDS[command]].sort()).toEqual(
    Object.keys(typed?.properties ?? {}).sort(),
  );
});
