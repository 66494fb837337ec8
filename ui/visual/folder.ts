// Where the run leaves what it makes.
import { resolve } from 'node:path';

export const folder = resolve(
  process.env.BANGIAO_VISUAL ?? resolve(import.meta.dirname, '../../target/visual'),
);
