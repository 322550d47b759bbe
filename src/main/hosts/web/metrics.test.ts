import { afterAll, beforeAll, expect, test } from 'vitest';
import { anExecution } from '../../telemetry/telemetry-fixture.ts';
import { startTestHost, TOKEN } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host[Symbol.asyncDispose]());

test('GET /metrics is the text that Prometheus reads', async () => {
  host.telemetry.finished(anExecution({ outcome: 'refused' }), 0);
  const session = await host.shared.variables.open('s');
  if (!session.ok) throw new Error(session.error.message);
  await session.value.register('x', 'integer', 1);
  await session.value.get('nobody');
  const answer = await host.api('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('no-store');
  const lines = answer.text.trimEnd().split('\n');
  expect(lines).toContain('mcr_executions_total{outcome="refused"} 1');
  expect(lines).toContain('mcr_companion_intents_executed_total 0');
  const registered = 'mcr_variable_operations_total{backend="local",operation="register"} 1';
  expect(lines).toContain(registered);
  expect(lines).toContain(
    'mcr_variable_operation_errors_total{backend="local",operation="get",code="not_found"} 1',
  );
  for (const line of lines) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+({.+})? \S+)?$/);
});

test('it needs the token, and takes it as every address does', async () => {
  expect((await host.ask('/metrics')).status).toBe(401);
  expect((await host.ask(`/metrics?token=${TOKEN}`)).status).toBe(200);
  const wrong = { headers: { authorization: 'Bearer wrong' } };
  expect((await host.ask('/metrics', wrong)).status).toBe(401);
});

test('the counters as JSON stay where they were', async () => {
  const answer = await host.api('/api/metrics');
  expect(answer.json()).toMatchObject({ intents_executed: 0, success_rate: 0 });
});

test('the stream of samples is for the socket: REST has no such address', async () => {
  expect((await host.api('/api/telemetry', { method: 'POST' })).status).toBe(404);
});
