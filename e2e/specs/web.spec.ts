import { z } from 'zod';
import { isLive, press } from '../fixtures/control-room.ts';
import { expect, test } from '../fixtures/test.ts';

const AuditSchema = z.array(
  z.looseObject({
    intent_name: z.string().nullable(),
    outcome: z.string(),
    origin: z.string(),
  }),
);

test('a press at the deck is in the audit over REST', async ({ page, host }) => {
  await isLive(page);
  await press(page, '1/0/7', 'ok');
  const { url = '', token = '' } = host.listening ?? {};
  const audit = async () => {
    const response = await fetch(new URL('/api/audit?limit=50', url), {
      headers: { authorization: `Bearer ${token}` },
    });
    return AuditSchema.parse(await response.json());
  };
  await expect.poll(audit).toContainEqual(
    expect.objectContaining({
      intent_name: 'fade_to_black',
      outcome: 'ok',
      origin: 'operator',
    }),
  );
});

test('whoever is not signed in gets nothing', async ({ page, host }) => {
  const url = host.listening?.url ?? '';
  await page.context().clearCookies();
  const answer = await page.goto(new URL('/', url).href);
  expect(answer?.status()).toBe(401);
  expect((await fetch(new URL('/api/devices', url))).status).toBe(401);
});

test('the link of the listening line signs in, and the address keeps no token', async ({
  page,
  host,
}) => {
  await isLive(page);
  expect(page.url()).not.toContain(host.listening?.token);
});
