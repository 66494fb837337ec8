// Beginning with the own unit: what it is decides what is asked, and the code is on paper.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { barriers } from '../../lib/testing/barriers';
import { levelName, t } from '../../lib/text/vi';
import FirstRun from './FirstRun.svelte';
import { ofCommune } from './OwnUnit.svelte';

type Own = { kind: string; levels: string[]; name: string; position: string; code: string | null };
const CODE = '7K3M-9QXT-0000-ABCD-EFGH-JKMN-PQRS-TVWX';

async function begun() {
  const sent: Own[] = [];
  let entered = 0;
  pretend({
    ...sample,
    levels_in: ({ name }) =>
      String(name).includes('Tiểu học và THCS') ? ['primary', 'lower_secondary'] : [],
    begin_own_unit: ({ own }) => (sent.push(own as Own), CODE),
  });
  render(FirstRun, { entered: () => Promise.resolve(void (entered += 1)) });
  await fireEvent.click(screen.getByText(t.first.own));
  return { sent, entered: () => entered };
}
const field = (label: string) => screen.getByLabelText(label, { exact: false });
async function type(label: string, value: string) {
  await fireEvent.input(field(label), { target: { value } });
  await fireEvent.focusOut(field(label));
}
async function start(commune = '11383') {
  if (document.querySelector('#commune'))
    await fireEvent.change(field(t.first.commune), { target: { value: commune } });
  for (const label of [t.password, t.passwordAgain])
    await fireEvent.input(screen.getByLabelText(label), { target: { value: 'cây phượng già' } });
  await fireEvent.click(screen.getByText(t.first.start));
}
const level = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

test('levels are proposed from the name, and what was ticked stands', async () => {
  const { sent } = await begun();
  await type(t.first.name, 'Trường Tiểu học và THCS Minh Tân');
  await waitFor(() => expect(level(levelName.lower_secondary).checked).toBe(true));
  expect(level(levelName.primary).checked).toBe(true);
  expect(await barriers()).toEqual([]);
  await fireEvent.click(level(levelName.primary));
  await type(t.first.name, 'Trường Tiểu học và THCS Minh Đức');
  await start();
  await waitFor(() => expect(sent[0]?.levels).toEqual(['lower_secondary']));
});

test('nobody begins without a level, and it is said which one is missing', async () => {
  const { sent } = await begun();
  await type(t.first.name, 'Trường Minh Tân');
  await start();
  expect(await screen.findByText(t.first.levelsMissing, { exact: false })).toBeTruthy();
  expect(sent).toEqual([]);
});

test('the Sở is asked what the Sở has', async () => {
  const { sent } = await begun();
  await fireEvent.change(field(t.first.kind), { target: { value: 'department' } });
  expect(screen.queryByText(t.first.levels)).toBeNull();
  expect(screen.queryByText(t.first.commune)).toBeNull();
  expect(screen.queryByText(t.first.code2)).toBeNull();
  expect(screen.getByText(t.first.symbolOfDepartment)).toBeTruthy();
  await start();
  await waitFor(() => expect(sent[0]?.kind).toBe('department'));
  expect(sent[0]).toMatchObject({ levels: [], position: 'Giám đốc', name: t.first.departmentName });
});

test('a commune is named by the list', async () => {
  await begun();
  await fireEvent.change(field(t.first.kind), { target: { value: 'commune' } });
  await fireEvent.change(field(t.first.commune), { target: { value: '11383' } });
  await waitFor(() =>
    expect((field(t.first.name) as HTMLInputElement).value).toBe('Ủy ban nhân dân phường Lê Chân'),
  );
});

test('nobody goes on before a group of the code was typed back from the paper', async () => {
  const { entered } = await begun();
  await type(t.first.name, 'Trường Tiểu học và THCS Minh Tân');
  await waitFor(() => expect(level(levelName.primary).checked).toBe(true));
  await start();
  await waitFor(() => expect(document.querySelector(`[data-recovery='${CODE}']`)).toBeTruthy());
  expect(await barriers()).toEqual([]);
  const asked = Number(document.querySelector('[data-group]')?.getAttribute('data-group'));
  const group = CODE.split('-')[asked] ?? '';
  await type(t.first.groupAsked, 'ZZZZ');
  await fireEvent.click(screen.getByText(t.first.recoveryDone));
  expect(await screen.findByText(t.first.groupDiffers, { exact: false })).toBeTruthy();
  expect(entered()).toBe(0);
  await type(t.first.groupAsked, ` ${group.toLowerCase().replace(/0/g, 'o')} `);
  await fireEvent.click(screen.getByText(t.first.recoveryDone));
  await waitFor(() => expect(entered()).toBe(1));
});

test('a public school below upper secondary does not begin without its commune', async () => {
  const { sent } = await begun();
  await type(t.first.name, 'Trường Tiểu học và THCS Minh Tân');
  await waitFor(() => expect(level(levelName.primary).checked).toBe(true));
  await start('');
  expect(await screen.findByText(t.first.communeMissing, { exact: false })).toBeTruthy();
  expect(sent).toEqual([]);
  expect(screen.getByText('Lê Chân – phường (11383)')).toBeTruthy();
});

test.each([
  [{ kind: 'school' as const, levels: ['upper_secondary' as const] }, false],
  [{ kind: 'school' as const, levels: ['lower_secondary' as const] }, true],
  [{ kind: 'private_school' as const, levels: ['primary' as const] }, false],
])('%o stands under a commune: %s', (own, is) => {
  expect(ofCommune(own)).toBe(is);
});

test('the symbol is proposed from the name, and what was typed stands', async () => {
  await begun();
  const symbol = () => (document.querySelector('#symbol') as HTMLInputElement).value;
  await type(t.first.name, 'Trường Trung học cơ sở Đằng Giang');
  expect(symbol()).toBe('THCSĐG');
  await type(t.first.name, 'Trường Tiểu học Đằng Lâm');
  expect(symbol()).toBe('THĐL');
  await type(t.first.symbol, 'THDL');
  await fireEvent.change(field(t.first.kind), { target: { value: 'commune' } });
  expect(symbol()).toBe('THDL');
});
