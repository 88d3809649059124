// Where each text stands in the alphabetical order of all, folded: found a few letters at a time,
// in steps short enough to do between two frames. Comparing a million texts pair by pair takes seconds.
import type { Texts } from "./columns";
import { fold } from "./fold";

/** Texts folded in one step. */
const BLOCK = 16_384;
/** Letters compared in one round: so many 8-bit letters fill a number of 32 bits. */
const LETTERS = 4;
/** Texts looked at in one step. */
const SLICE = 100_000;

export class TextRanks {
  /** The folded texts, one after the other, each letter as its place in the alphabet; 0 ends a text. */
  private letters: Uint8Array | Uint16Array = new Uint8Array(0);
  private starts = new Uint32Array(1);
  private blocks: Uint16Array[] = [];
  /** 1 for each letter that occurs. */
  private readonly used = new Uint8Array(65_536);
  private at = 0;
  private ranks: Uint32Array | null = null;
  /** The texts in the order found so far. */
  private order = new Uint32Array(0);
  /** From and to of each run of texts that tie so far; and those of the next round. */
  private ties: number[] = [];
  private next: number[] = [];
  private depth = 0;
  private scratch: Scratch | null = null;

  constructor(private readonly texts: Texts) {}

  /** Do a little; false when all is done. */
  step(): boolean {
    if (this.at < this.texts.size) this.fold();
    else if (!this.ranks) this.begin();
    else if (this.ties.length) this.refine();
    else return false;
    return true;
  }

  /** The rank of each different text; equal texts, folded, share one. */
  all(): Uint32Array {
    while (this.step());
    return this.ranks!;
  }

  /** Fold the next texts, and note their letters. */
  private fold(): void {
    const to = Math.min(this.at + BLOCK, this.texts.size);
    const text = fold(this.texts.joined(this.at, to));
    const block = new Uint16Array(text.length + 1); // the 0 at its end ends the last text
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      block[i] = code;
      this.used[code] = 1;
    }
    this.blocks.push(block);
    this.at = to;
  }

  /** Letters become numbers in the order of their code points. */
  private begin(): void {
    const place = new Uint16Array(65_536);
    let alphabet = 0;
    for (let code = 1; code < 65_536; code++) if (this.used[code]) place[code] = ++alphabet;
    const size = this.texts.size;
    const length = this.blocks.reduce((sum, block) => sum + block.length, 0);
    const letters = alphabet < 256 ? new Uint8Array(length) : new Uint16Array(length);
    const starts = new Uint32Array(size + 1);
    let [at, text] = [0, 0];
    for (const block of this.blocks) {
      for (let i = 0; i < block.length; i++) {
        const letter = place[block[i]!]!;
        letters[at++] = letter;
        if (!letter) starts[++text] = at;
      }
    }
    [this.letters, this.starts, this.blocks] = [letters, starts, []];
    this.ranks = new Uint32Array(size);
    this.order = new Uint32Array(size);
    for (let i = 0; i < size; i++) this.order[i] = i;
    if (size > 1) this.ties = [0, size];
    this.scratch = { keys: new Uint32Array(size), keys2: new Uint32Array(size), order: new Uint32Array(size) };
  }

  /** Part of a round, in which texts that tie so far are told apart by their next letters. */
  private refine(): void {
    for (let work = 0; this.ties.length && work < SLICE;) {
      const to = this.ties.pop()!;
      const from = this.ties.pop()!;
      this.part(from, to);
      work += to - from;
    }
    if (this.ties.length) return;
    this.depth += this.perRound;
    [this.ties, this.next] = [this.next, []];
    if (!this.ties.length) [this.letters, this.order, this.scratch] = [new Uint8Array(0), new Uint32Array(0), null];
  }

  /** Sort one run of ties by the texts' next letters; what still ties and goes on is for the next round. */
  private part(from: number, to: number): void {
    const { order, starts, letters, depth, perRound, scratch } = this;
    const ranks = this.ranks!;
    let { keys } = scratch!;
    const n = to - from;
    const bits = 32 / perRound;
    for (let i = 0; i < n; i++) {
      const text = order[from + i]!;
      const end = starts[text + 1]!;
      let at = starts[text]! + depth;
      let key = 0;
      for (let letter = 0; letter < perRound; letter++, at++) key = (key << bits) | (at < end ? letters[at]! : 0);
      keys[i] = key;
    }
    sortBoth(order, from, n, scratch!);
    keys = scratch!.keys; // the two may have changed places
    for (let i = 0; i < n;) {
      const key = keys[i]!;
      let after = i + 1;
      while (after < n && keys[after] === key) after++;
      const text = order[from + i]!;
      if (after - i > 1 && starts[text]! + depth + perRound < starts[text + 1]! - 1) this.next.push(from + i, from + after);
      else for (let same = i; same < after; same++) ranks[order[from + same]!] = from + i;
      i = after;
    }
  }

  private get perRound(): number {
    return this.letters instanceof Uint16Array ? LETTERS / 2 : LETTERS;
  }
}

/** Room to sort in: the keys of a run, and a second place for both keys and texts. */
interface Scratch {
  keys: Uint32Array;
  keys2: Uint32Array;
  order: Uint32Array;
}

const FEW = 40;
const MANY = 50_000;

/** Sort texts and their keys by key, equal ones in their own order: few by insertion, many digit by digit. */
function sortBoth(order: Uint32Array, from: number, n: number, scratch: Scratch): void {
  if (n <= FEW) return insert(order, from, n, scratch.keys);
  let [keys, keys2] = [scratch.keys, scratch.keys2];
  const run = order.subarray(from, from + n);
  let [texts, texts2]: Uint32Array[] = [run, scratch.order];
  const bits = n > MANY ? 16 : 8;
  const mask = (1 << bits) - 1;
  const counts = new Uint32Array(mask + 2);
  for (let shift = 0; shift < 32; shift += bits) {
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[((keys[i]! >>> shift) & mask) + 1]!++;
    if (counts[((keys[0]! >>> shift) & mask) + 1] === n) continue; // all alike
    for (let digit = 0; digit <= mask; digit++) counts[digit + 1]! += counts[digit]!;
    for (let i = 0; i < n; i++) {
      const key = keys[i]!;
      const to = counts[(key >>> shift) & mask]!++;
      keys2[to] = key;
      texts2![to] = texts![i]!;
    }
    [keys, keys2] = [keys2, keys];
    [texts, texts2] = [texts2!, texts!];
  }
  if (texts !== run) run.set(texts!.subarray(0, n));
  [scratch.keys, scratch.keys2] = [keys, keys2];
}

function insert(order: Uint32Array, from: number, n: number, keys: Uint32Array): void {
  for (let i = 1; i < n; i++) {
    const [key, text] = [keys[i]!, order[from + i]!];
    let at = i;
    for (; at > 0 && keys[at - 1]! > key; at--) {
      keys[at] = keys[at - 1]!;
      order[from + at] = order[from + at - 1]!;
    }
    keys[at] = key;
    order[from + at] = text;
  }
}
