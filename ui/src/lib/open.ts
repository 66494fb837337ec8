// Where a task is done.
import type { Home, Stop, TaskKind, TaskView } from './ipc/call';
import type { Screen } from './state.svelte';

/** The screen on which one task is done. */
export function screenOf(task: TaskView, home: Home): Screen {
  const { kind, minutes, officer, unit } = task;
  if (minutes) return { name: 'page', unit: unit ?? home.unit, minutes };
  if (kind === 'leaver_holds_rights')
    return { name: 'person', unit: home.unit, officer: officer ?? '' };
  if (officer && !unit) return { name: 'delegate', officer };
  if (task.csdl) return { name: 'csdl' };
  if (unit) return { name: 'account', unit };
  return { name: 'classes' };
}

const stops: Partial<Record<TaskKind, Stop>> = {
  scan_missing: 'scan',
  sign: 'printed',
  print: 'draft',
  give_number: 'number',
};

/** The screen that shows all tasks of a kind, where one does. */
export function screenOfKind(kind: TaskKind): Screen | null {
  const stop = stops[kind];
  if (stop) return { name: 'road', stop };
  if (kind === 'unit_without_account') return { name: 'accounts' };
  return kind === 'on_csdl' ? { name: 'csdl' } : null;
}
