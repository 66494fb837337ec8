// Where tasks are done.
import { expect, test } from 'vitest';
import { screenOfKind } from './open';

test('many units without an account are handed theirs on one screen', () => {
  expect(screenOfKind('unit_without_account')).toEqual({ name: 'accounts' });
  expect(screenOfKind('leaver_holds_rights')).toBeNull();
});
