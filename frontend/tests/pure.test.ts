import assert from "node:assert/strict";
import { test } from "node:test";
import { Texts } from "../src/columns";
import { dateWords, EVER, type Data } from "../src/data";
import { dayInWords, dayOf, partsOf, readDay } from "../src/days";
import { fold } from "../src/fold";
import { binOf, countBars, makeBins } from "../src/histogram";
import { positions, Room, touches, type Box, type Label } from "../src/labels";
import { isSafe } from "../src/links";
import { inWindow } from "../src/store";
import { TextRanks } from "../src/text_ranks";
import { counted, grouped, phrase } from "../src/words";

test("days survive the round trip, the early ones too", () => {
  for (const [year, month, day] of [[1970, 1, 1], [2024, 2, 29], [1, 1, 1], [9999, 12, 31]] as const) {
    assert.deepEqual(partsOf(dayOf(year, month, day)), { year, month, day });
  }
  assert.equal(readDay("1970-01-02"), 1);
  assert.equal(readDay(19_000), 19_000);
  assert.throws(() => readDay("soon"), RangeError);
  assert.equal(dayInWords(0, { "date.day": "{day} {month} {year}", "date.month.1": "January" }), "1 January 1970");
});

test("bins are days, months or years, and hold every day once", () => {
  const cases = [[0, 20, "day"], [0, 2000, "month"], [0, 20_000, "year"]] as const;
  for (const [first, last, unit] of cases) {
    const bins = makeBins(first, last);
    assert.equal(bins.unit, unit);
    assert.ok(bins.edges[0]! <= first && bins.edges[bins.edges.length - 1]! > last);
    for (let day = first; day <= last; day += 7) {
      const bin = binOf(bins.edges, day);
      assert.ok(bins.edges[bin]! <= day && day < bins.edges[bin + 1]!);
    }
  }
});

test("an uncertain date adds one in all, a lasting event one to each bar", () => {
  const bins = makeBins(0, 9);
  const events = { first: [0, 0, EVER, 3], last: [9, 9, -EVER, 3], kind: [2, 3, 0, 1], type: [0, 1, 0, 0] };
  const bars = countBars(bins, events, 2, () => true, (event) => event !== 3);
  const total = (part: Float64Array): number => part.reduce((sum, n) => sum + n, 0);
  assert.ok(Math.abs(total(bars.occurred[0]!) - 1) < 1e-9);
  assert.equal(total(bars.lasting[1]!), 10);
  assert.equal(total(bars.other), 1);
});

test("an uncertain date over many bins is spread by the bins' lengths", () => {
  const bins = makeBins(0, 2000);
  const events = { first: [10, 40], last: [1000, 70], kind: [2, 2], type: [0, 0] };
  const { occurred } = countBars(bins, events, 1, () => true, () => true);
  const { edges } = bins;
  edges.slice(0, -1).forEach((edge, bin) => {
    const days = (first: number, last: number): number => Math.max(0, Math.min(last, edges[bin + 1]! - 1) - Math.max(first, edge) + 1);
    const exact = days(10, 1000) / 991 + days(40, 70) / 31;
    assert.ok(Math.abs(occurred[0]![bin]! - exact) < 1e-9, `bin ${bin}`);
  });
});

test("a window takes what touches it, never what has no date", () => {
  assert.ok(inWindow(5, 9, [9, 20]));
  assert.ok(!inWindow(5, 8, [9, 20]));
  assert.ok(!inWindow(EVER, -EVER, [9, 20]));
  assert.ok(inWindow(-EVER, 12, [9, 20]));
});

test("search folds case, accents and Arabic letter variants", () => {
  assert.equal(fold("\u015eIRNAK"), "sirnak");
  assert.equal(fold("\u0627\u0644\u0639\u0645\u0627\u062f\u064a\u0629"), fold("\u0627\u0644\u0639\u0645\u0627\u062f\u06cc\u0647"));
  assert.equal(fold("\u0661\u06f2"), "12");
  assert.equal(fold("\u0643\u0627\u0631\u0629"), fold("\u06a9\u0627\u0631\u06d5"));
});

test("phrases fill their holes once, whatever the data hold", () => {
  assert.equal(phrase({ a: "{x} of {y}" }, "a", { x: "{y}", y: 2 }), "{y} of 2");
  assert.equal(counted({ "n.one": "{n} event", "n.other": "{n} events" }, "n", 1200), "1,200 events");
  assert.equal(grouped(1234567), "1,234,567");
});

test("only http and https are links", () => {
  assert.ok(isSafe("https://example.org/a"));
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "//example.org", " https://x", "https:x"]) assert.ok(!isSafe(bad), bad);
});

test("labels try several places and see what they touch", () => {
  const label: Label = { text: "a", local: "", x: 50, y: 50, kind: "place", gap: 10 };
  assert.equal(positions(label, 20, 10).length, 6);
  assert.equal(positions({ ...label, kind: "country" }, 20, 10).length, 1);
  assert.ok(touches({ x0: 0, y0: 0, x1: 2, y1: 2 }, { x0: 1, y0: 1, x1: 3, y1: 3 }));
  assert.ok(!touches({ x0: 0, y0: 0, x1: 2, y1: 2 }, { x0: 2, y0: 0, x1: 3, y1: 3 }));
});

test("texts get their alphabetical ranks without being compared pair by pair", () => {
  const texts = ["b", "", "Zax\u00f3", "zaxo", "a longer text than four", "a longer text", "\u06a9\u0627\u0631\u06d5", "b", "\ud83d\ude00"];
  const many = Array.from({ length: 3000 }, (_, i) => `event ${(i * 7919) % 5000} of ${i % 3 ? "many" : "Many"}`);
  const wide = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 37) % 300)));
  for (const list of [texts, many, [...texts, ...wide], ["only"], []]) {
    const folded = list.map(fold);
    const sorted = [...new Set(folded)].sort();
    const ranks = new TextRanks(new Texts(new TextEncoder().encode(list.join("\0")), list.length, null, list.length)).all();
    const order = list.map((_, i) => i).sort((a, b) => ranks[a]! - ranks[b]!);
    assert.deepEqual([...new Set(order.map((i) => folded[i]!))], sorted);
    list.forEach((_, i) => assert.equal(ranks[i], folded.filter((text) => text < folded[i]!).length));
  }
});

test("plain days are worded by the page", () => {
  const words = { "date.day": "{day} {month} {year}", "date.month.8": "August" };
  const data = { words, dates: ["", "August 2024"], dateKeys: ["", "2024-08", "0999-08-05"] } as unknown as Data;
  assert.deepEqual([0, 1, 2, -1].map((at) => dateWords(data, at)), ["", "August 2024", "5 August 0999", ""]);
});

test("a box is free where it touches none of the taken", () => {
  const box = (i: number): Box => ({ x0: (i * 37) % 900 - 50, y0: (i * 91) % 700 - 50, x1: (i * 37) % 900 + (i % 90), y1: (i * 91) % 700 - 35 });
  const taken = Array.from({ length: 60 }, (_, i) => box(i));
  const room = new Room(taken);
  const asked = Array.from({ length: 400 }, (_, i) => box(i + 1000));
  for (const one of asked) assert.equal(room.isFree(one), !taken.some((other) => touches(one, other)));
  assert.ok(asked.some((one) => room.isFree(one)) && asked.some((one) => !room.isFree(one)));
});
