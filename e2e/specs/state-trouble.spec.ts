import { grpcAgentOf } from '../fixtures/grpc-agent.ts';
import { busyDuring } from '../fixtures/main-thread.ts';
import { redisPid } from '../fixtures/redis.ts';
import {
  agentOf,
  commitRow,
  comparison,
  member,
  newSession,
  openSession,
  SHOW,
  variableRow,
} from '../fixtures/shared-state.ts';
import { expect, test } from '../fixtures/test.ts';

test('a client of gRPC attaches while the page is open: the variables move to Redis, and none is lost', async ({
  page,
  host,
}) => {
  const session = newSession('attach');
  const rest = agentOf(host);
  await rest.register(session, { name: 'level', type: 'float', value: 1.5 });
  await openSession(page, session);
  const chip = page.getByLabel('Where the variables are');
  await expect(chip).toHaveText('local');
  await page.getByRole('button', { name: /^Edit level/ }).click();
  await page.getByLabel('Value of level').fill('2.5');
  const agent = await grpcAgentOf(host);
  try {
    await agent.ask('Set', {
      session_id: session,
      name: 'level',
      value: { double_value: 7 },
    });
    await expect(chip).toHaveText('bridged');
    // What is typed stays, and the change of the other process is told.
    await expect(page.getByText('agent:py.lights set it to 7 while you typed.')).toBeVisible();
    await page.getByLabel('Value of level').press('Enter');
    await expect(page.getByRole('button', { name: 'Edit level: 2.5' })).toBeVisible();
    await expect(variableRow(page, 'level')).toContainText('operator');
    await agent.ask('Set', {
      session_id: session,
      name: 'level',
      value: { double_value: 8 },
    });
    await expect(page.getByRole('button', { name: 'Edit level: 8' })).toBeVisible();
    await expect(variableRow(page, 'level')).toContainText('py.lights');
  } finally {
    agent.close();
  }
});

test('a session that ends while it is open says so, keeps what is typed, and begins anew', async ({
  page,
  host,
}) => {
  const session = newSession('ends');
  const agent = agentOf(host);
  await agent.register(session, { name: 'headline', type: 'string', value: 'Storm' });
  await openSession(page, session);
  const pane = page.getByRole('region', { name: 'Session variables' });
  await page.getByRole('button', { name: /^Edit headline/ }).click();
  await page.getByLabel('Value of headline').fill('Storm warning');
  await agent.ask('DELETE', `/variables/${session}`);
  await expect(pane.getByRole('heading', { name: 'This session has ended' })).toBeVisible();
  await expect(pane).toContainText('Storm warning');
  await agent.register(session, { name: 'headline', type: 'string', value: 'Sun' });
  await expect(page.getByLabel('Value of headline')).toHaveValue('Storm warning');
  await expect(pane.getByRole('heading')).toHaveText(['Variables']);
});

test('what is typed is not lost when something else is edited, and a text keeps its lines', async ({
  page,
  host,
}) => {
  const session = newSession('typed');
  const agent = agentOf(host);
  await agent.begin(session, SHOW);
  await agent.register(session, { name: 'lines', type: 'string', value: 'one\ntwo' });
  await agent.register(session, { name: 'other', type: 'string', value: 'x' });
  await openSession(page, session);
  await member(page, 'scene').dblclick();
  await page.getByRole('textbox', { name: 'Value of show.scene' }).fill('half a sc');
  await member(page, 'name').dblclick();
  await expect(page.getByRole('textbox', { name: 'Value of show.name' })).toBeFocused();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Value of show.scene' })).toHaveValue(
    'half a sc',
  );
  await page.getByRole('textbox', { name: 'Value of show.scene' }).press('Escape');

  await page.getByRole('button', { name: /^Edit lines/ }).click();
  const lines = page.getByLabel('Value of lines');
  await expect(lines).toHaveValue('one\ntwo');
  await lines.press('Control+End');
  await page.keyboard.type('!');
  await page.getByRole('button', { name: /^Edit other/ }).click();
  await expect(page.getByLabel('Value of other')).toBeFocused();
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(lines).toHaveValue('one\ntwo!');
  await lines.press('Control+Enter');
  await expect
    .poll(() => agent.ask('GET', `/variables/${session}/lines`))
    .toMatchObject({ value: 'one\ntwo!' });

  // An agent sets it since: undo leaves that alone.
  await agent.set(session, 'lines', 'theirs');
  await expect(page.getByRole('button', { name: 'Edit lines: theirs' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(page.getByText('Not undone: lines was changed since.')).toBeVisible();
  expect(await agent.ask('GET', `/variables/${session}/lines`)).toMatchObject({
    value: 'theirs',
  });
});

test('Redis is away: what is shown is kept and said so, what is typed waits, and nothing hangs', async ({
  page,
  host,
}) => {
  test.setTimeout(60_000);
  const session = newSession('away');
  const agent = agentOf(host);
  await agent.begin(session, SHOW);
  await agent.register(session, { name: 'level', type: 'float', value: 1 });
  await openSession(page, session);
  await member(page, 'scene').dblclick();
  const scene = page.getByRole('textbox', { name: 'Value of show.scene' });
  const pid = await redisPid(host.dataDir);
  process.kill(pid, 'SIGSTOP');
  try {
    await scene.fill('talk');
    await scene.press('Enter');
    await expect(page.getByRole('tree').getByRole('alert')).toBeVisible({ timeout: 20_000 });
    await expect(scene).toHaveValue('talk');
    await expect(page.getByText(/^as of /)).toBeVisible({ timeout: 20_000 });
    // Variables that are in this process alone do without it.
    await page.getByRole('button', { name: /^Edit level/ }).click();
    await page.getByLabel('Value of level').fill('2');
    await page.getByLabel('Value of level').press('Enter');
    await expect(page.getByRole('button', { name: 'Edit level: 2' })).toBeVisible();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect(page.getByText(/^as of /)).toHaveCount(0, { timeout: 20_000 });
  await scene.press('Enter');
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ data: { show: { scene: 'talk' } } });
  await expect(member(page, 'scene')).toContainText('"talk"');
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

test('a comparison that failed is made once the link is back', async ({ page, host }) => {
  const session = newSession('back');
  const agent = agentOf(host);
  await agent.begin(session, SHOW);
  await agent.commit(session, 1, { op: 'replace', path: '/show/scene', value: 'talk' });
  await agent.commit(session, 2, { op: 'replace', path: '/cameras/next', value: 2 });
  let isCut = false;
  const sockets: { close: () => Promise<void> }[] = [];
  await page.routeWebSocket(/./, (socket) => {
    if (isCut) void socket.close();
    else socket.connectToServer();
    sockets.push(socket);
  });
  await page.reload();
  await openSession(page, session);
  await expect(comparison(page)).toContainText('cameras.next');
  isCut = true;
  for (const socket of sockets) await socket.close();
  await expect(page.getByText(/^as of /)).toBeVisible();
  await commitRow(page, 'replace /show/scene "talk"').click();
  isCut = false;
  await expect(page.getByText(/^as of /)).toHaveCount(0);
  await expect(comparison(page)).toContainText('show.scene');
  await expect(comparison(page).getByRole('alert')).toHaveCount(0);
});

test('of a long list the end is reached: what is added there is shown, and it folds', async ({
  page,
  host,
}) => {
  const session = newSession('long');
  const agent = agentOf(host);
  await agent.begin(session, { list: Array.from({ length: 250 }, (_, at) => at) });
  await openSession(page, session);
  await member(page, 'list').click();
  await page.keyboard.press('Insert');
  const adding = page.getByRole('dialog', { name: 'Add a member' });
  await adding.getByLabel('Value', { exact: true }).fill('the last');
  await adding.getByRole('button', { name: 'Add it' }).click();
  await expect(member(page, '250')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(member(page, 'list')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('treeitem')).toHaveCount(1);
  // What stands for the rest is no member: nothing can be done with it.
  await agent.commit(session, 2, {
    op: 'add',
    path: '/other',
    value: Array.from({ length: 250 }, (_, at) => at),
  });
  await member(page, 'other').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await expect(page.getByRole('treeitem', { name: 'Show 50 more of 250' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Edit a member' })).toBeDisabled();
});

test('a value of 0.9 MB is shown, edited and searched without a pause', async ({
  page,
  host,
}) => {
  const session = newSession('heavy');
  const agent = agentOf(host);
  const long = 'x'.repeat(900_000);
  await agent.begin(session, { long, deep: { list: [long.slice(0, 10)] } });
  await agent.register(session, { name: 'long', type: 'string', value: long });
  await agent.register(session, {
    name: 'vector',
    type: 'embedding',
    value: Array.from({ length: 60_000 }, (_, at) => at / 7),
  });
  await agent.register(session, { name: 'short', type: 'string', value: 'y' });
  const shown = await busyDuring(page, async () => {
    await openSession(page, session);
    await expect(variableRow(page, 'long')).toBeVisible();
    await expect(member(page, 'long')).toBeVisible();
  });
  const searched = await busyDuring(page, async () => {
    for (const letter of ['s', 'sh', 'sho'])
      await page.getByLabel('Search variables').fill(letter);
    await expect(variableRow(page, 'short')).toBeVisible();
    await expect(variableRow(page, 'long')).toHaveCount(0);
  });
  await page.getByLabel('Search variables').fill('');
  const edited = await busyDuring(page, async () => {
    await page.getByRole('button', { name: /^Edit long/ }).click();
    await expect(page.getByLabel('Value of long', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: /^Edit vector/ }).click();
    await expect(page.getByLabel('Value of vector', { exact: true })).toBeVisible();
    await member(page, 'long').dblclick();
    await expect(
      page.getByRole('tree').getByLabel('Value of long', { exact: true }),
    ).toBeVisible();
  });
  test.info().annotations.push(
    ...Object.entries({ shown, searched, edited }).map(([what, ms]) => ({
      type: `busy with 0.9 MB ${what}`,
      description: `${Math.round(ms)} ms`,
    })),
  );
  expect(shown).toBeLessThan(1500);
  expect(searched).toBeLessThan(600);
  expect(edited).toBeLessThan(1000);
});
