// The entries of the navigation, in their order.

export const entries = [
  'home',
  'board',
  'officers',
  'classes',
  'import',
  'road',
  'minutes',
  'rights',
  'units',
  'documents',
  'csdl',
  'verify',
  'saved',
  'settings',
  'help',
] as const;

export type Entry = (typeof entries)[number];
