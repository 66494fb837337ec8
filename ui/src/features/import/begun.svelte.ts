// An import that was begun: its file, what is understood of it, what a person chose, how far it is.
import type { CellText } from '../../lib/grid';
import {
  ask,
  commands,
  type BookInfo,
  type Checked,
  type ChosenFont,
  type DateOrder,
  type Failure,
  type Field,
  type Imported,
  type ImportRequest,
  type Kind,
  type Looked,
  Wrong,
} from '../../lib/ipc/call';
import { here, tell } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import { upload } from '../../lib/upload';

/** The steps, as the screen counts them. */
export const STEP = { file: 0, sheet: 1, columns: 2, mend: 3, summary: 4, done: 5 } as const;

/** What is kept of an import; the file stays open in the program until the screen locks. */
export type Kept = Pick<Begun, 'step' | 'book' | 'looked' | 'checked' | 'kind' | 'request'>;

function fresh(kind: Kind): ImportRequest {
  return {
    kind,
    choice: { sheet: null, header: null, columns: {}, date_order: 'unknown', old_font: null },
    fixes: [],
    leave_out: [],
    take_proposals: false,
  };
}

export class Begun {
  step = $state<number>(STEP.file);
  file = $state<File | null>(null);
  pasted = $state('');
  book = $state<BookInfo | null>(null);
  kind = $state<Kind | ''>('');
  request = $state<ImportRequest>(fresh('assignments'));
  looked = $state<Looked | null>(null);
  checked = $state<Checked | null>(null);
  /** How often it was checked: pages of rows are drawn anew after each. */
  checks = $state(0);
  onlyWrong = $state(false);
  savedTo = $state('');
  /** Where the rows that wait are saved: proposed by the program, changed by the person. */
  wrongTo = $state('');
  done = $state<Imported | null>(null);
  /** How many units came with what was written. */
  newUnits = $state(0);
  /** Who got no draft with what was written, and why. */
  noDraft = $state<Failure[]>([]);
  /** Whether it was begun before the window was closed. */
  resumed = $state(false);

  #asked = 0;
  /** Sheets of the file that were written. */
  #written: number[] = [];

  constructor(
    readonly wanted: Kind | '',
    kept: Kept | null,
  ) {
    if (kept) Object.assign(this, kept);
  }

  /** What is kept while the person looks elsewhere: nothing until there is a file. */
  kept(): Kept | null {
    const { step, book, looked, checked, kind } = this;
    const request = $state.snapshot(this.request) as ImportRequest;
    return book && step < STEP.done ? { step, book, looked, checked, kind, request } : null;
  }

  /** Reads what was chosen: a file, or else the pasted table. */
  async read(): Promise<void> {
    const { file, pasted } = this;
    if (!file && !pasted.trim()) throw new Wrong(t.import.nothing, 'BG-NHAP-008');
    if (file) await upload(file);
    await this.opened(ask(file ? commands.openBook(file.name) : commands.pasteBook(pasted)));
  }

  /** Opens again what was begun before the window was closed, if it is of the list that is wanted
   *  and nothing else was opened meanwhile. */
  async resume(): Promise<void> {
    const found = await ask(commands.begunImport());
    const kind = found?.request?.kind ?? found?.book.kind;
    if (!found || !kind || this.book || (this.wanted && this.wanted !== kind)) return;
    this.resumed = true;
    [this.book, this.kind] = [found.book, kind];
    this.request = found.request ?? fresh(kind);
    await this.#go();
  }

  /** Begins with a table that was opened now. */
  async opened(answer: Promise<BookInfo>): Promise<void> {
    this.book = await answer;
    this.#written = [];
    this.resumed = false;
    this.kind = this.wanted || this.book.kind;
    this.request = fresh(this.kind);
    await this.#go();
  }

  /** Goes as far as everything is clear: to the summary, or to where a person is needed. */
  async #go(): Promise<void> {
    [this.looked, this.checked, this.done, this.savedTo] = [null, null, null, ''];
    const looked = await this.#look();
    const several = this.request.choice.sheet === null && looked.other_sheets.length > 0;
    // Columns that nobody knows, a date that can be read in two ways, or several sheets of rows: a
    // person says.
    if (!looked.complete) this.step = STEP.columns;
    else if (looked.date_doubt || several) this.step = STEP.sheet;
    else await this.check();
  }

  /** Begins anew with another list in mind. */
  readAs(kind: Kind): void {
    this.request = fresh(kind);
    this.#lookAgain();
  }
  /** Begins anew with another list in mind, and goes as far as everything is clear. */
  async goOnAs(kind: Kind): Promise<void> {
    this.kind = kind;
    this.request = fresh(kind);
    await this.#go();
  }
  readSheet(sheet: number): void {
    this.#anew({ sheet, header: null, columns: {} });
  }
  readHeader(header: number): void {
    this.#anew({ header, columns: {} });
  }
  /** In which order days and months stand. */
  readDates(date_order: DateOrder): void {
    this.#choose({ date_order });
  }
  /** Reads the dates of the file in an order that is chosen while rows are mended: what was mended
   *  stays. */
  readDatesAgain(date_order: DateOrder): void {
    this.request.choice = { ...this.request.choice, date_order };
    this.#look()
      .then(() => this.#checkRows())
      .catch(tell);
  }
  readFont(font: ChosenFont | null): void {
    this.#choose({ old_font: font });
  }
  /** Says what the column at a place holds. */
  match(place: number, field: Field | null): void {
    const { columns, header } = this.request.choice;
    this.#choose({
      columns: { ...columns, [place]: field },
      header: header ?? this.looked?.header ?? null,
    });
  }

  /** Checks every row, and shows those that wait for somebody, or else the summary. */
  async check(): Promise<void> {
    const { wrong } = await this.#checkRows();
    this.onlyWrong = wrong > 0;
    this.step = wrong > 0 ? STEP.mend : STEP.summary;
  }
  mend(cells: CellText[]): void {
    for (const { id, key, text } of cells) {
      const row = Number(id);
      const others = this.request.fixes.filter((fix) => fix.row !== row || fix.field !== key);
      this.request.fixes = [...others, { row, field: key as Field, text }];
    }
    this.#checkAgain();
  }
  /** Leaves a row out, or takes it back. */
  leaveOut(row: number): void {
    const out = this.request.leave_out;
    this.request.leave_out = out.includes(row) ? out.filter((one) => one !== row) : [...out, row];
    this.#checkAgain();
  }
  /** Takes what a row would change of what is known, or takes that back. */
  tick(row: number): void {
    const took = this.request.changes ?? [];
    this.request.changes = took.includes(row) ? took.filter((one) => one !== row) : [...took, row];
    this.#checkAgain();
  }
  takeChanges(rows: readonly { row: number }[]): void {
    this.request.changes = [...(this.request.changes ?? []), ...rows.map(({ row }) => row)];
    this.#checkAgain();
  }
  /** Says which paper the drafts cite; none if it is empty. */
  cite(ground: string): void {
    this.request.ground = ground || null;
    this.#checkAgain();
  }
  async takeProposals(): Promise<void> {
    this.request.take_proposals = true;
    await this.#checkRows();
  }
  async proposePlace(): Promise<void> {
    this.wrongTo = await ask(commands.placeOfWrongRows());
  }
  async saveWrong(): Promise<void> {
    this.savedTo = await ask(commands.saveWrongRows(this.request, this.wrongTo));
    // A file that is there is never written over: the next one gets another name.
    await this.proposePlace();
  }

  /** Writes what can be written; rows that still wait are shown again. */
  async write(): Promise<void> {
    const fresh = this.checked?.new_units.length ?? 0;
    const noDraft = this.checked?.warnings.filter(({ code }) => code === 'no_draft') ?? [];
    this.done = await ask(commands.runImport(this.request));
    [this.newUnits, this.noDraft] = [fresh, noDraft];
    here.changes += 1;
    if (this.looked) this.#written.push(this.looked.sheet);
    const left = this.done.wrong > 0;
    if (left) await this.#checkRows();
    this.step = left ? STEP.mend : STEP.done;
  }
  /** The sheets of the file that could be read too and were not written yet, by place. */
  get sheetsLeft(): { place: number; name: string }[] {
    const others = this.looked?.other_sheets ?? [];
    const named = (this.book?.sheets ?? []).map(({ name }, place) => ({ place, name }));
    return named.filter(
      ({ place, name }) => others.includes(name) && !this.#written.includes(place),
    );
  }
  /** Goes on with another sheet of the same file. */
  async goOn(sheet: number): Promise<void> {
    this.request = fresh(this.request.kind);
    this.request.choice.sheet = sheet;
    await this.#go();
  }
  /** Begins anew with another file. */
  another(): void {
    [this.book, this.looked, this.checked, this.file] = [null, null, null, null];
    [this.pasted, this.resumed, this.step] = ['', false, STEP.file];
    ask(commands.keepImport(null)).catch(tell);
  }

  async #look(): Promise<Looked> {
    const turn = (this.#asked += 1);
    const looked = await ask(commands.lookAt(this.request.kind, this.request.choice));
    // An answer that was overtaken by a later question is dropped.
    if (turn === this.#asked) this.looked = looked;
    return looked;
  }
  /** Other rows are read: what was said of the ones before is of no row any more. */
  #anew(chosen: ImportRequest['choice']): void {
    const { kind, choice } = this.request;
    this.request = { ...fresh(kind), choice };
    this.#choose(chosen);
  }
  /** What was checked was checked otherwise: it is checked again before anything is written. */
  #choose(chosen: ImportRequest['choice']): void {
    this.request.choice = { ...this.request.choice, ...chosen };
    this.checked = null;
    this.#lookAgain();
  }
  #lookAgain(): void {
    this.#look().catch(tell);
  }
  async #checkRows(): Promise<Checked> {
    const turn = (this.#asked += 1);
    const checked = await ask(commands.checkImport(this.request));
    if (turn === this.#asked) {
      this.checked = checked;
      this.checks += 1;
    }
    return checked;
  }
  #checkAgain(): void {
    this.#checkRows().catch(tell);
  }
}
