// Where each text stands in the alphabetical order of all, folded: found a few letters at a time,
// in steps short enough to do between two frames. Comparing a million texts pair by pair takes seconds.
import type { Texts } from "./columns";
import { fold } from "./fold";

/** Texts folded in one step. */
const BLOCK = 16_384;
/** Letters compared in one round: so many 8-bit letters fill a number of 32 bits. */
const LETTERS = 4;
const PART = "\0";
/** Texts looked at in one step. */
const SLICE = 100_000;

export class TextRanks {
  /** The folded texts, one after the other, each letter as its place in the alphabet; 0 ends a text. */
  private letters: Uint8Array | Uint16Array | Uint32Array = new Uint8Array(0);
  private starts = new Uint32Array(1);
  private blocks: string[] = [];
  private at = 0;
  private ranks: Uint32Array | null = null;
  /** The texts in the order found so far; ties stand beside each other. */
  private order = new Uint32Array(0);
  private depth = 0;
  /** Where in the round we stand: texts whose next letters are read, texts parted, whether any still tie. */
  private keys = new Uint32Array(0);
  private keyed = 0;
  private parted = 0;
  private anyTie = false;
  private isDone = false;

  constructor(private readonly texts: Texts) {}

  /** Do a little; false when all is done. */
  step(): boolean {
    if (this.isDone) return false;
    if (this.at < this.texts.size) this.fold();
    else if (!this.ranks) this.begin();
    else this.refine();
    return true;
  }

  /** The rank of each different text; equal texts, folded, share one. */
  all(): Uint32Array {
    while (this.step());
    return this.ranks!;
  }

  private fold(): void {
    const to = Math.min(this.at + BLOCK, this.texts.size);
    this.blocks.push(fold(this.texts.joined(this.at, to)));
    this.at = to;
  }

  /** Letters become numbers in the order of their code points. */
  private begin(): void {
    const used = new Uint8Array(65_536);
    let length = 0;
    for (const block of this.blocks) {
      for (let i = 0; i < block.length; i++) used[block.charCodeAt(i)] = 1;
      length += block.length + 1;
    }
    const place = new Uint16Array(65_536);
    let alphabet = 0;
    for (let code = 1; code < 65_536; code++) if (used[code]) place[code] = ++alphabet;
    const size = this.texts.size;
    this.letters = alphabet < 256 ? new Uint8Array(length) : new Uint16Array(length);
    this.starts = new Uint32Array(size + 1);
    let [at, text] = [0, 0];
    for (const block of this.blocks) {
      for (let i = 0; i < block.length; i++) {
        this.letters[at++] = place[block.charCodeAt(i)]!;
        if (block[i] === PART) this.starts[++text] = at;
      }
      this.letters[at++] = 0;
      this.starts[++text] = at;
    }
    this.blocks = [];
    this.ranks = new Uint32Array(size);
    this.order = Uint32Array.from({ length: size }, (_, i) => i);
    this.isDone = size < 2;
  }

  /** Part of a round, in which texts that tie so far are told apart by their next letters. */
  private refine(): void {
    if (this.keyed < this.order.length) return this.key();
    const { order } = this;
    const ranks = this.ranks!;
    const n = order.length;
    let from = this.parted;
    for (let work = 0; from < n && work < SLICE;) {
      const rank = ranks[order[from]!]!;
      let to = from + 1;
      while (to < n && ranks[order[to]!] === rank) to++;
      if (to - from > 1) {
        this.anyTie = this.part(this.keys, from, to) || this.anyTie;
        work += to - from;
      }
      work++;
      from = to;
    }
    this.parted = from;
    if (from < n) return;
    this.depth += this.perRound;
    this.isDone = !this.anyTie;
    [this.keyed, this.parted, this.anyTie] = [0, 0, false];
    if (this.isDone) this.letters = this.order = this.keys = new Uint32Array(0);
  }

  /** The next letters of some texts, as numbers. */
  private key(): void {
    const { starts, letters, depth, perRound } = this;
    const n = this.order.length;
    if (this.keys.length !== n) this.keys = new Uint32Array(n);
    const bits = 32 / perRound;
    const to = Math.min(n, this.keyed + SLICE);
    for (let text = this.keyed; text < to; text++) {
      const from = starts[text]! + depth;
      const end = starts[text + 1]!;
      let key = 0;
      for (let i = 0; i < perRound; i++) key = (key << bits) | (from + i < end ? letters[from + i]! : 0);
      this.keys[text] = key;
    }
    this.keyed = to;
  }

  private get perRound(): number {
    return this.letters instanceof Uint16Array ? LETTERS / 2 : LETTERS;
  }

  /** Sort one run of ties by their keys; says whether any tie is left that has more letters. */
  private part(keys: Uint32Array, from: number, to: number): boolean {
    const run = this.order.subarray(from, to);
    sortBy(run, keys);
    const ranks = this.ranks!;
    let anyTie = false;
    let rank = from;
    for (let i = 0; i < run.length; i++) {
      const key = keys[run[i]!]!;
      if (i && key !== keys[run[i - 1]!]!) rank = from + i;
      else if (i && this.goesOn(run[i]!)) anyTie = true;
      ranks[run[i]!] = rank;
    }
    return anyTie;
  }

  private goesOn(text: number): boolean {
    return this.starts[text]! + this.depth + this.perRound < this.starts[text + 1]! - 1;
  }
}

const FEW = 40;

/** Sort texts by their keys, equal ones in their own order: few by insertion, many digit by digit. */
function sortBy(run: Uint32Array, keys: Uint32Array): void {
  const n = run.length;
  if (n <= FEW) {
    for (let i = 1; i < n; i++) {
      const text = run[i]!;
      const key = keys[text]!;
      let at = i;
      for (; at > 0 && keys[run[at - 1]!]! > key; at--) run[at] = run[at - 1]!;
      run[at] = text;
    }
    return;
  }
  const bits = n > 4096 ? 16 : 8;
  let source: Uint32Array = run;
  let target: Uint32Array = new Uint32Array(n);
  for (let shift = 0; shift < 32; shift += bits) {
    const counts = new Uint32Array((1 << bits) + 1);
    const mask = (1 << bits) - 1;
    for (let i = 0; i < n; i++) counts[((keys[source[i]!]! >>> shift) & mask) + 1]!++;
    for (let digit = 0; digit < mask; digit++) counts[digit + 1]! += counts[digit]!;
    for (let i = 0; i < n; i++) target[counts[(keys[source[i]!]! >>> shift) & mask]!++] = source[i]!;
    [source, target] = [target, source];
  }
  if (source !== run) run.set(source);
}
