import { hour } from './dates';
import type { Within } from './ipc/call';
import { t } from './text/vi';

/** The part of a day in which a right counted; one that goes on has no end. */
export function during({ from, until }: Within): string {
  return until ? `${hour(from)} – ${hour(until)}` : `${t.rights.since} ${hour(from)}`;
}
