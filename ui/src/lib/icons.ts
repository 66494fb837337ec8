// The icons of the window, one set, each imported by itself so that no other comes along.
export { default as Archive } from '@lucide/svelte/icons/archive';
export { default as ArrowRight } from '@lucide/svelte/icons/arrow-right';
export { default as Building } from '@lucide/svelte/icons/building-2';
export { default as Calendar } from '@lucide/svelte/icons/calendar';
export { default as Check } from '@lucide/svelte/icons/check';
export { default as ChevronLeft } from '@lucide/svelte/icons/chevron-left';
export { default as ChevronRight } from '@lucide/svelte/icons/chevron-right';
export { default as ChevronsLeft } from '@lucide/svelte/icons/chevrons-left';
export { default as ChevronsRight } from '@lucide/svelte/icons/chevrons-right';
export { default as Circle } from '@lucide/svelte/icons/circle';
export { default as CircleCheck } from '@lucide/svelte/icons/circle-check';
export { default as CircleDashed } from '@lucide/svelte/icons/circle-dashed';
export { default as CircleHelp } from '@lucide/svelte/icons/circle-question-mark';
export { default as CircleX } from '@lucide/svelte/icons/circle-x';
export { default as Clock } from '@lucide/svelte/icons/clock';
export { default as Cloud } from '@lucide/svelte/icons/cloud';
export { default as CloudOff } from '@lucide/svelte/icons/cloud-off';
export { default as Copy } from '@lucide/svelte/icons/copy';
export { default as Database } from '@lucide/svelte/icons/database';
export { default as Eye } from '@lucide/svelte/icons/eye';
export { default as EyeOff } from '@lucide/svelte/icons/eye-off';
export { default as FileText } from '@lucide/svelte/icons/file-text';
export { default as House } from '@lucide/svelte/icons/house';
export { default as Inbox } from '@lucide/svelte/icons/inbox';
export { default as Key } from '@lucide/svelte/icons/key-round';
export { default as Lock } from '@lucide/svelte/icons/lock';
export { default as MenuClose } from '@lucide/svelte/icons/panel-left-close';
export { default as MenuOpen } from '@lucide/svelte/icons/panel-left-open';
export { default as Minus } from '@lucide/svelte/icons/minus';
export { default as Monitor } from '@lucide/svelte/icons/monitor';
export { default as Printer } from '@lucide/svelte/icons/printer';
export { default as Refresh } from '@lucide/svelte/icons/refresh-cw';
export { default as School } from '@lucide/svelte/icons/school';
export { default as Search } from '@lucide/svelte/icons/search';
export { default as Send } from '@lucide/svelte/icons/send';
export { default as Settings } from '@lucide/svelte/icons/settings';
export { default as ShieldCheck } from '@lucide/svelte/icons/shield-check';
export { default as Table } from '@lucide/svelte/icons/table-2';
export { default as TriangleAlert } from '@lucide/svelte/icons/triangle-alert';
export { default as Undo } from '@lucide/svelte/icons/undo-2';
export { default as Usb } from '@lucide/svelte/icons/usb';
export { default as Users } from '@lucide/svelte/icons/users';
export { default as X } from '@lucide/svelte/icons/x';

import type X from '@lucide/svelte/icons/x';

/** An icon of the set. */
export type Shape = typeof X;
