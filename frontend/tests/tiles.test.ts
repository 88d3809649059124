// What a window of time touches, and numbers that do not hide one another.
import assert from "node:assert/strict";
import test from "node:test";
import { gatherCounts } from "../src/tiles/drawing";
import { countIn, isIn, upTo } from "../src/tiles/periods";

const point = { n: 9, occurred: 1, undated: 1, s: "0:2,3:5,4:1", e: "0:1,3:3,4:4" };

test("a histogram is summed up to a period", () => {
  assert.equal(upTo("0:2,3:5", 2), 2);
  assert.equal(upTo("0:2,3:5", 3), 7);
  assert.equal(upTo("", 3), 0);
});

test("a window counts what touches it, the whole all that there is", () => {
  assert.equal(countIn(point, { from: 0, to: 4, whole: true }), 9);
  assert.equal(countIn(point, { from: 0, to: 4, whole: false }), 8);
  assert.equal(countIn(point, { from: 1, to: 2, whole: false }), 1);
  assert.equal(countIn({ n: 2, s: "1:2" }, { from: 1, to: 1, whole: false }), 2);
  assert.equal(isIn({ s: 0, e: 3 }, { from: 2, to: 2, whole: false }), true);
  assert.equal(isIn({}, { from: 2, to: 2, whole: false }), false);
  assert.equal(isIn({}, { from: 0, to: 2, whole: true }), true);
});

test("numbers that would overlap become one, and none is lost", () => {
  const points = Array.from({ length: 200 }, (_, i) => ({ x: (i * 37) % 300, y: (i * 91) % 200, said: { n: 1 + i, occurred: i % 3 ? 1 : 0 } }));
  const drawn = gatherCounts(points, { from: 0, to: 0, whole: true }, ({ x, y }) => ({ x, y }));
  assert.equal(drawn.reduce((sum, one) => sum + one.n, 0), (200 * 201) / 2);
  assert.ok(drawn.length < 60);
});
