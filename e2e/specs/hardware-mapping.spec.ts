import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientRow, deleteClient, openHardware, putClient } from '../fixtures/hardware.ts';
import { atEverySize, fitsSideways, soundInEveryTheme } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';

const ID = 'foh';
const FAULTY = `osc: { send: { port: 9 } }
to_osc:
  - when: { type: scene }
    send: { address: /scene, args: [{ type: flaot, field: v }] }
`;

let folder: string;
let file: string;
test.beforeEach(async ({ host }) => {
  folder = await mkdtemp(join(tmpdir(), 'e2e-mapping-'));
  file = join(folder, 'foh.yaml');
  await writeFile(file, FAULTY);
  await putClient(host, ID, {
    kind: 'osc_bridge',
    host: '127.0.0.1:9',
    game_id: 3,
    simulated: true,
    mapping_file: file,
  });
});
test.afterEach(async ({ host }) => {
  await deleteClient(host, ID);
  await rm(folder, { recursive: true });
});

test('a mapping is read with its lines and faults, mended here, and kept over a reload', async ({
  page,
}) => {
  test.slow();
  await openHardware(page);
  await page.getByRole('link', { name: ID, exact: true }).click();
  const mapping = page.getByRole('region', { name: 'Mapping file', exact: true });
  const text = mapping.getByLabel('Text of the mapping file');
  await expect(text).toHaveValue(FAULTY);
  const faults = mapping.getByRole('list', { name: 'Faults in the mapping file' });
  await expect(faults).toContainText('Line 4, column');
  await expect(mapping.locator('li[data-fault]')).toHaveText('✕4');

  await test.step('its fault leads to its place, by the keyboard', async () => {
    await faults.getByRole('button', { name: /^Line 4/ }).press('Enter');
    await expect(text).toBeFocused();
    const caret = await text.evaluate(
      (field) => field instanceof HTMLTextAreaElement && field.selectionStart,
    );
    expect(FAULTY.slice(0, Number(caret)).split('\n')).toHaveLength(4);
    await atEverySize(page, () => fitsSideways(page));
    await soundInEveryTheme(page, '.hardware');
  });

  await test.step('what is typed is checked, survives a reload, and is saved', async () => {
    await text.fill(FAULTY.replace('flaot', 'fload'));
    await expect(faults).toContainText('Line 4');
    await page.reload();
    await expect(text).toHaveValue(/fload/);
    // Pressed before it was checked, it is checked first.
    await text.fill(FAULTY.replace('flaot', 'fluid'));
    await page.keyboard.press('Control+S');
    await expect(faults).toContainText('Line 4');
    expect(await readFile(file, 'utf8')).toBe(FAULTY);
    await text.fill(FAULTY.replace('flaot', 'f'));
    await expect(mapping.getByRole('button', { name: 'Save' })).toBeEnabled();
    await page.keyboard.press('Control+S');
    await expect.poll(() => readFile(file, 'utf8')).toContain('type: f,');
    await expect(mapping.getByRole('button', { name: 'Save' })).toBeDisabled();
    await expect(page.getByText('The mapping file is in use.')).toBeVisible({
      timeout: 10_000,
    });
  });

  await test.step('what somebody else writes meanwhile is not lost, and one chooses', async () => {
    await text.fill('to_osc: []\n');
    await writeFile(file, 'to_websocket: []\n');
    await expect(mapping).toContainText('changed on the disk meanwhile', { timeout: 10_000 });
    await expect(mapping.getByRole('button', { name: 'Save' })).toBeDisabled();
    await mapping.getByText('As it stands on the disk').click();
    await expect(mapping.locator('.code-theirs')).toHaveText('to_websocket: []\n');
    await mapping.getByRole('button', { name: 'Go on with mine' }).click();
    await mapping.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => readFile(file, 'utf8')).toBe('to_osc: []\n');
  });
  await expect(clientRow(page, ID)).toContainText('open');
});
