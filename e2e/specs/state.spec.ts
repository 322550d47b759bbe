import type { WebSocketRoute } from '@playwright/test';
import { isLive } from '../fixtures/control-room.ts';
import { keyboardOf } from '../fixtures/keyboard.ts';
import { fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import {
  agentOf,
  commitRow,
  comparison,
  history,
  member,
  newSession,
  openSession,
  SHOW,
  variableRow,
} from '../fixtures/shared-state.ts';
import { expect, test } from '../fixtures/test.ts';

test('two rooms edit one state: nothing is lost, and everything is undone', async ({
  page,
  host,
}) => {
  const agent = agentOf(host);
  const session = newSession('edit');
  await agent.begin(session, SHOW);
  await openSession(page, session);
  const scene = page.getByRole('textbox', { name: 'Value of show.scene' });

  // In place, by a double click; what is no number is told so.
  await member(page, 'item').dblclick();
  const item = page.getByRole('textbox', { name: 'Value of show.item' });
  await item.fill('4 200');
  await item.press('Enter');
  await expect(page.getByRole('tree')).toContainText('“4 200” is no number');
  await item.fill('14');
  await item.press('Enter');
  await expect(member(page, 'item')).toContainText('14');
  await expect(member(page, 'item')).toBeFocused();
  await expect(page.getByText('version 2', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => agent.state(session)).toMatchObject({ data: SHOW, version: 3 });

  // A reload in the middle of it: what was typed is there.
  await member(page, 'scene').click();
  await page.getByRole('button', { name: 'Edit show.scene' }).click();
  await scene.fill('Half a sce');
  await page.reload();
  await expect(scene).toHaveValue('Half a sce');

  // An agent commits elsewhere in between: mine goes on top of it.
  await agent.commit(session, 3, { op: 'replace', path: '/cameras/air', value: 1 });
  await expect(member(page, 'air')).toContainText('1');
  await scene.fill('talk');
  await scene.press('Enter');
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ version: 5, data: { show: { scene: 'talk' }, cameras: { air: 1 } } });
  await expect(member(page, 'scene')).toContainText('"talk"');

  // Another room changes the same member while this one types: both are shown.
  await member(page, 'scene').dblclick();
  await scene.fill('mine');
  const other = await host.openPage();
  try {
    await openSession(other.page, session);
    await member(other.page, 'scene').dblclick();
    const theirs = other.page.getByRole('textbox', { name: 'Value of show.scene' });
    await theirs.fill('theirs');
    await theirs.press('Enter');
    await expect(page.getByText('Somebody set it to "theirs" while you typed.')).toBeVisible();
    await scene.press('Enter');
    const dialog = page.getByRole('dialog', { name: /^Somebody else changed show\.scene/ });
    for (const side of ['talk', 'theirs', 'mine']) await expect(dialog).toContainText(side);
    await dialog.getByRole('button', { name: 'Save what is chosen' }).click();
    await expect(member(other.page, 'scene')).toContainText('mine');
    await expect(member(page, 'scene')).toContainText('"mine"');
    // What lost is let go of once it was chosen from.
    expect(await agent.ask('GET', `/master/${session}/lost`)).toEqual([]);
  } finally {
    await other.close();
  }

  // Added into a list, removed, and put back.
  await member(page, 'rundown').click();
  await page.getByRole('button', { name: 'Add a member' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a member' });
  await adding.getByLabel('Kind of value').selectOption('JSON');
  await adding.getByLabel('Value', { exact: true }).fill('{"slug": "sport"}');
  await adding.getByRole('button', { name: 'Add it' }).click();
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ data: { rundown: [{}, {}, { slug: 'sport' }] } });
  await expect(member(page, 'rundown')).toContainText('3 items');
  await member(page, 'rundown').click();
  await page.getByRole('button', { name: 'Remove rundown' }).click();
  await expect(member(page, 'rundown')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(member(page, 'rundown')).toContainText('3 items');
});

test('any version is shown, compared and restored; what lost is tried again', async ({
  page,
  host,
}) => {
  const agent = agentOf(host);
  const session = newSession('past');
  await agent.begin(session, SHOW);
  await agent.commit(session, 1, { op: 'replace', path: '/show/scene', value: 'talk' });
  await agent.commit(session, 2, { op: 'replace', path: '/cameras/next', value: 2 });
  await agent.commit(
    session,
    3,
    { op: 'replace', path: '/show/scene', value: 'show' },
    { op: 'replace', path: '/show/item', value: 14 },
  );
  await openSession(page, session);
  // The newest one first, beside the one before it, and where it changed something.
  await expect(comparison(page)).toContainText('3 to 4');
  await expect(comparison(page).getByRole('listitem').first()).toContainText('was "talk"');
  await expect(comparison(page).getByRole('listitem').first()).toContainText('is "show"');
  await expect(member(page, 'scene')).toContainText('4');
  await expect(commitRow(page, 'replace /show/scene "show" · 2 ops')).toContainText('if.sam');

  await commitRow(page, 'replace /show/scene "talk"').click();
  await expect(comparison(page)).toContainText('1 to 2');
  await comparison(page).getByLabel('Compare 2 with').selectOption({ label: 'now (4)' });
  await expect(comparison(page)).toContainText('2 to 4');
  await expect(comparison(page).getByRole('listitem')).toHaveCount(3);
  await page.getByRole('button', { name: 'Show version 2' }).click();
  await expect(page.getByText('This is version 2; version 4 stands now.')).toBeVisible();
  await expect(member(page, 'scene')).toContainText('"talk"');
  await expect(page.getByRole('button', { name: 'Add a member' })).toBeDisabled();
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(member(page, 'scene')).toContainText('"show"');

  await page.getByRole('button', { name: 'Restore 2' }).click();
  const question = page.getByRole('dialog', { name: 'Restore version 2?' });
  await expect(question).toContainText('It writes version 5');
  await question.getByRole('button', { name: 'Restore it' }).click();
  await expect(commitRow(page, 'restored:')).toBeVisible();
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ data: { cameras: { next: 1 } } });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ version: 6, data: { cameras: { next: 2 }, show: { item: 14 } } });

  // An agent that read version 4 comes too late.
  await agent.commit(session, 4, { op: 'replace', path: '/cameras/next', value: 9 });
  await commitRow(page, 'on 4: replace /cameras/next 9').click();
  const lost = page.getByRole('region', { name: 'Lost patch' });
  await expect(lost.getByRole('listitem')).toContainText('stands now 2');
  await expect(lost.getByRole('listitem')).toContainText('wanted 9');
  await lost.getByRole('button', { name: 'Let it go' }).click();
  await expect(history(page)).not.toContainText('lost');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await commitRow(page, 'on 4: replace /cameras/next 9').click();
  await lost.getByRole('button', { name: 'Try again on 6' }).click();
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ data: { cameras: { next: 9 } } });
  await expect(history(page)).not.toContainText('lost');

  // Several changes at once, by hand; what can't be done is named.
  await page.getByRole('button', { name: 'Patch', exact: true }).click();
  const patch = page.getByRole('dialog', { name: 'Patch version 7' });
  await patch.getByLabel('Operations').fill('[{"op": "remove", "path": "/nothing"}]');
  await patch.getByRole('button', { name: 'Commit it' }).click();
  await expect(patch).toContainText('Operation 0 (remove /nothing)');
  await patch
    .getByLabel('Operations')
    .fill('[{"op": "move", "from": "/show", "path": "/was"}]');
  await patch.getByRole('button', { name: 'Commit it' }).click();
  await expect(commitRow(page, 'move /show to /was')).toBeVisible();
});

test('all of it works by keyboard alone', async ({ page, host }) => {
  const agent = agentOf(host);
  const session = newSession('keys');
  const keys = keyboardOf(page);
  await isLive(page);
  await keys.enter(page.getByRole('navigation').getByRole('link', { name: 'State' }));
  await keys.enter(page.getByRole('button', { name: 'New session' }));
  await keys.type(page.getByLabel('Name', { exact: true }), session);
  await keys.type(
    page.getByLabel('State to begin with'),
    '{"show": {"scene": "a", "item": 1}}',
  );
  await keys.enter(page.getByRole('button', { name: 'Begin it' }));
  await expect(page.getByRole('combobox', { name: 'Session' })).toHaveValue(session);

  await keys.tabTo(member(page, 'show'));
  for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowRight']) await keys.press(key);
  await expect(member(page, 'scene')).toBeFocused();
  await keys.press('i');
  await expect(member(page, 'item')).toBeFocused();
  await keys.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Value of show.item' })).toBeFocused();
  await keys.press('Control+A');
  await page.keyboard.type('2');
  await keys.press('Enter');
  await expect(member(page, 'item')).toBeFocused();
  await keys.press('Insert');
  await keys.type(page.getByLabel('Name', { exact: true }), 'on_air');
  await keys.type(page.getByLabel('Value', { exact: true }), 'yes');
  await keys.press('Enter');
  await expect(member(page, 'on_air')).toBeVisible();
  await expect(member(page, 'on_air')).toBeFocused();
  await keys.press('Delete');
  await expect(member(page, 'on_air')).toHaveCount(0);
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ version: 4, data: { show: { scene: 'a', item: 2 } } });

  const newest = history(page).getByRole('radio').first();
  await keys.tabTo(newest);
  await keys.press('ArrowDown');
  await expect(comparison(page)).toContainText('2 to 3');
  await keys.enter(page.getByRole('button', { name: 'Restore 3' }));
  await keys.enter(page.getByRole('button', { name: 'Restore it' }));
  await expect(member(page, 'on_air')).toBeVisible();

  await keys.enter(page.getByRole('button', { name: 'Variable', exact: true }));
  await keys.type(page.getByLabel('Name', { exact: true }), 'headline');
  await keys.type(page.getByLabel('First value'), 'Storm');
  await keys.press('Enter');
  await keys.tabTo(variableRow(page, 'headline'));
  await keys.press('Enter');
  await keys.press('Control+A');
  await page.keyboard.type('Calm');
  await keys.press('Enter');
  await expect(variableRow(page, 'headline')).toBeFocused();
  await expect(variableRow(page, 'headline')).toContainText('Calm');
  await keys.press('Delete');
  await expect(variableRow(page, 'headline')).toHaveCount(0);
});

test('it looks right at every size and in every theme; what is away is kept, and said', async ({
  page,
  host,
}) => {
  // Three themes, and axe takes seconds on a busy machine.
  test.slow();
  const agent = agentOf(host);
  const session = newSession('looks');
  await agent.begin(session, SHOW);
  await agent.commit(session, 1, { op: 'replace', path: '/show/scene', value: 'talk' });
  await agent.commit(session, 1, { op: 'replace', path: '/show/scene', value: 'late' });
  await agent.register(session, { name: 'guest', type: 'boolean', value: true });
  await agent.register(session, {
    name: 'level',
    type: 'float',
    value: 1,
    metadata: { stale_after_ms: 1 },
  });
  const sockets: WebSocketRoute[] = [];
  let isCut = false;
  await page.routeWebSocket(/./, (socket) => {
    if (isCut) void socket.close();
    else socket.connectToServer();
    sockets.push(socket);
  });
  await page.reload();
  await openSession(page, session);
  await expect(variableRow(page, 'level')).toContainText('old');
  await expect(history(page)).toContainText('1 lost');
  await member(page, 'scene').dblclick();
  await page.getByRole('textbox', { name: 'Value of show.scene' }).fill('kept');
  await page.getByRole('button', { name: /^Edit level/ }).click();
  await page.getByLabel('Value of level').fill('x');
  await page.getByLabel('Value of level').press('Enter');
  for (const [width, height] of [
    [1024, 640],
    [1440, 900],
    [820, 1180],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const name of ['New session', 'Patch', 'Add a member', 'Restore 2', 'Variable'])
      await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({
        ratio: 1,
      });
    for (const region of ['Master state', 'History', 'Comparison', 'Session variables'])
      await expect(page.getByRole('region', { name: region })).toBeInViewport({ ratio: 1 });
    await fitsSideways(page);
  }
  await soundInEveryTheme(page, 'main');

  isCut = true;
  for (const socket of sockets) await socket.close();
  await expect(page.getByText(/^as of /)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Value of show.scene' })).toHaveValue('kept');
  await expect(page.getByText('can be set once the engine is back').first()).toBeVisible();
  await agent.commit(session, 2, { op: 'replace', path: '/cameras/air', value: 7 });
  isCut = false;
  await expect(page.getByText(/^as of /)).toHaveCount(0);
  await expect(member(page, 'air')).toContainText('7');
  await page.getByRole('textbox', { name: 'Value of show.scene' }).press('Enter');
  await expect
    .poll(() => agent.state(session))
    .toMatchObject({ data: { show: { scene: 'kept' } } });
});
