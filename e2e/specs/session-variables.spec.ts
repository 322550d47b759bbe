import { field, openIntent, openIntents, preview, storeIntent } from '../fixtures/intents.ts';
import type { Host } from '../fixtures/host.ts';
import { openRedis } from '../fixtures/redis.ts';
import { expect, test } from '../fixtures/test.ts';

const KEY = 'mcr:companion:variables:room';

/** Another program gives the room's session this variable; null ends the session. */
const level = async ({ dataDir }: Host, value: number | null): Promise<void> => {
  const redis = await openRedis(dataDir);
  const at = '2026-11-28T20:00:00.000Z';
  const variable = {
    id: 'var_level',
    name: 'level',
    type: 'float',
    value,
    constraints: {},
    metadata: {},
    version: 0,
    created_at: at,
    last_updated_at: at,
  };
  if (value === null) await redis.del(KEY);
  else
    await redis.hset(KEY, {
      s: at,
      'i:var_level': 'level',
      'v:level': JSON.stringify(variable),
    });
  redis.disconnect();
};

test('previews and conditions show what the session has now', async ({ page, host }) => {
  const name = `session_${Date.now()}`;
  const redis = await openRedis(host.dataDir);
  await redis.set(
    `mcr:protocol:companion:${name}`,
    JSON.stringify({
      protocol_name: name,
      protocol_type: 'http',
      template: '/level/{var:level}',
      variables: [],
    }),
  );
  redis.disconnect();
  await level(host, null);
  await storeIntent(host, {
    intent_name: name,
    actions: [
      {
        action_type: 'custom',
        protocol_name: name,
        device_id: 'studio_main',
        variables: {},
        delay_ms: 0,
      },
    ],
    conditions: { '{var:level}': { $gt: 0.5 } },
  });
  await openIntents(page);
  await openIntent(page, name);
  const conditions = page.getByRole('region', { name: 'Conditions' });
  await expect(conditions).toContainText('{var:level} is not in the session, needs $gt 0.5');
  await expect(field(page, 'Fact')).toHaveValue('{var:level}');

  await level(host, 0.25);
  await expect(conditions).toContainText('{var:level} is 0.25, needs $gt 0.5');
  await level(host, 0.75);
  await expect(conditions).toContainText('fired now, it would run');
  await expect(preview(page)).toContainText('/level/0.75');

  await page.evaluate((path) => {
    location.hash = path;
  }, `/protocols/${name}`);
  const row = page.getByRole('row').filter({ hasText: 'var:level' });
  await expect(row).toContainText('now 0.75');
  await expect(preview(page)).toContainText('/level/0.75');
  await level(host, null);
  await expect(row).toContainText('not in the session');
  await expect(preview(page)).toContainText('The session has no variables: level');
  // The room is left as it was found.
  const after = await openRedis(host.dataDir);
  await after.del(`mcr:protocol:companion:${name}`, `mcr:mapping:companion:intent:${name}`);
  after.disconnect();
});
