// Text search over everything an event says and is, folded, in any script.
import type { Numbers, Texts } from "./columns";
import { fold } from "./fold";
import { dateWords, type Data } from "./data";

/** So many texts are folded at a time: short enough to do between two frames. */
const BLOCK = 4096;
const PART = "\0";

interface Block {
  text: string;
  starts: Uint32Array;
}

/** Different texts of a column, folded block by block when first needed. */
class FoldedTexts {
  private readonly blocks: Block[] = [];

  constructor(private readonly texts: Texts) {}

  get nBlocks(): number {
    return Math.ceil(this.texts.size / BLOCK);
  }

  /** Fold the next block; false when all are done. */
  prepare(): boolean {
    if (this.blocks.length >= this.nBlocks) return false;
    const from = this.blocks.length * BLOCK;
    const to = Math.min(from + BLOCK, this.texts.size);
    const text = fold(this.texts.joined(from, to));
    const starts = new Uint32Array(to - from + 1);
    for (let i = 1; i < to - from; i++) starts[i] = text.indexOf(PART, starts[i - 1]!) + 1;
    starts[to - from] = text.length + 1;
    this.blocks.push({ text, starts });
    return true;
  }

  /** Calls `found` with the number of each text that holds the needle. */
  find(needle: string, found: (text: number) => void): void {
    while (this.prepare());
    this.blocks.forEach(({ text, starts }, block) => {
      let at = 0; // texts before this one have been looked at
      for (let hit = text.indexOf(needle); hit >= 0; hit = text.indexOf(needle, starts[at]!)) {
        at = rank(starts, hit, at);
        found(block * BLOCK + at);
        at++;
        if (at >= starts.length - 1) return;
      }
    });
  }
}

/** Which text a position lies in; not before the text `from`. */
function rank(starts: Uint32Array, position: number, from: number): number {
  let low = from;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A column, and for each of its rows the event it tells of (none: rows are events). */
interface Field {
  folded: FoldedTexts;
  texts: Texts;
  mark: (row: number, hits: Uint8Array) => void;
  eventOf: Numbers | null;
}

export class Search {
  private readonly fields: Field[];
  private known: [words: string[], codes: Numbers][] | null = null;
  private readonly placeTexts: FoldedTexts[];

  constructor(private readonly data: Data) {
    const { events, locations, accounts, reports, places } = data;
    const field = (texts: Texts, eventOf: Numbers | null): Field => ({
      folded: new FoldedTexts(texts), texts, eventOf,
      mark: (row, hits) => { hits[eventOf ? eventOf[row]! : row] = 1; },
    });
    this.fields = [
      field(events.title, null), field(events.notes, null), field(events.actor1, null), field(events.actor2, null),
      field(events.claimed_by, null), field(events.sub_event_type, null),
      field(locations.name, locations.event), field(accounts.quote, accounts.event),
    ];
    this.placeTexts = [new FoldedTexts(places.name), new FoldedTexts(places.local)];
    this.reports = [new FoldedTexts(reports.publisher), new FoldedTexts(reports.title)];
  }

  private readonly reports: FoldedTexts[];

  /** Do a little of the preparation; false when there is nothing left to prepare. */
  prepare(): boolean {
    return this.fields.some(({ folded }) => folded.prepare()) || this.placeTexts.some((texts) => texts.prepare()) || !this.known && this.vocabulary.length > 0;
  }

  /** 1 for each event in which every word of the query occurs somewhere; null: no query. */
  find(query: string): Uint8Array | null {
    const needles = fold(query).split(/\s+/).filter(Boolean);
    if (!needles.length) return null;
    return needles.map((needle) => this.events(needle)).reduce((all, hits) => {
      for (let i = 0; i < all.length; i++) all[i]! &= hits[i]!;
      return all;
    });
  }

  /** What types, statuses and dates are called, folded, and the events they belong to. */
  private get vocabulary(): [words: string[], codes: Numbers][] {
    const { data } = this;
    const { events, words } = data;
    return (this.known ??= [
      [data.types.map(({ key }) => fold(`${key} ${words[`type.${key}`] ?? ""}`)), events.type],
      [data.statuses.map(({ key }) => fold(words[`status.${key}`] ?? key)), events.status],
      [data.dateKeys.map((key, i) => fold(`${dateWords(data, i)} ${key}`)), events.date],
    ]);
  }

  private events(needle: string): Uint8Array {
    const hits = new Uint8Array(this.data.events.rows);
    for (const field of this.fields) markTexts(field, needle, hits);
    for (const [words, codes] of this.vocabulary) markCodes(words.map((word) => (word.includes(needle) ? 1 : 0)), codes, hits);
    this.markPlaces(needle, hits);
    this.markReports(needle, hits);
    return hits;
  }

  private markPlaces(needle: string, hits: Uint8Array): void {
    const { places, locations } = this.data;
    const found = new Uint8Array(places.rows);
    let any = false;
    [places.name, places.local].forEach((texts, i) => {
      const codes = found.length ? flags(this.placeTexts[i]!, texts, needle) : null;
      if (!codes) return;
      any = true;
      for (let row = 0; row < places.rows; row++) found[row]! |= codes[texts.codes ? texts.codes[row]! : row]!;
    });
    if (!any) return;
    for (let row = 0; row < locations.rows; row++) if (found[locations.place[row]!]) hits[locations.event[row]!] = 1;
  }

  private markReports(needle: string, hits: Uint8Array): void {
    const { reports, accounts } = this.data;
    const found = new Uint8Array(reports.rows);
    let any = false;
    [reports.publisher, reports.title].forEach((texts, i) => {
      const codes = flags(this.reports[i]!, texts, needle);
      if (!codes) return;
      any = true;
      for (let row = 0; row < reports.rows; row++) found[row]! |= codes[texts.codes ? texts.codes[row]! : row]!;
    });
    if (!any) return;
    for (let row = 0; row < accounts.rows; row++) if (accounts.report[row]! >= 0 && found[accounts.report[row]!]) hits[accounts.event[row]!] = 1;
  }
}

/** 1 for each different text that holds the needle; null where none does. */
function flags(folded: FoldedTexts, texts: Texts, needle: string): Uint8Array | null {
  let codes: Uint8Array | null = null;
  folded.find(needle, (text) => { (codes ??= new Uint8Array(texts.size))[text] = 1; });
  return codes;
}

function markTexts(field: Field, needle: string, hits: Uint8Array): void {
  const { texts, folded, eventOf, mark } = field;
  if (!texts.codes) return folded.find(needle, (row) => mark(row, hits));
  const codes = flags(folded, texts, needle);
  if (!codes) return;
  for (let row = 0; row < texts.rows; row++) if (codes[texts.codes[row]!]) hits[eventOf ? eventOf[row]! : row] = 1;
}

function markCodes(found: number[], codes: Numbers, hits: Uint8Array): void {
  if (!found.includes(1)) return;
  for (let i = 0; i < codes.length; i++) if (found[codes[i]!]) hits[i] = 1;
}
