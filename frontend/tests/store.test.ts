import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, csvOf, geojsonOf } from "../src/csv";
import { whyOffMap } from "../src/data";
import { readFragment, writeFragment, type Names } from "../src/fragment";
import { byRank, Orders } from "../src/order";
import { eventsAt, makeDrawable, pixelX, spotsOf } from "../src/spots";
import { ALL, Store } from "../src/store";
import { widestGap } from "../src/map_setup";
import { sample } from "./payload";

const shown = (store: Store): number[] => [...store.visible];

test("filters combine, and each facet counts under all others", () => {
  const store = new Store(sample());
  assert.deepEqual([store.nVisible, store.nOffMap, store.nUndated], [3, 1, 1]);
  store.toggle("status", 1); // planned is left out
  assert.deepEqual(shown(store), [1, 0, 1]);
  assert.deepEqual([...store.counts("type")], [1, 1]);
  assert.deepEqual([...store.counts("status")], [2, 1]); // its own choice does not count
  store.set({ window: [0, 15] });
  assert.deepEqual(shown(store), [1, 0, 0]);
  assert.deepEqual([...store.counts("status")], [1, 0]);
  store.reset();
  assert.equal(store.nVisible, 3);
});

test("an event with two actors counts once for each, and either finds it", () => {
  const store = new Store(sample());
  const actors = store.facets.actor.values;
  assert.deepEqual([...store.counts("actor")], actors.map((name) => (name === "Two" ? 2 : 1)));
  store.toggle("actor", actors.indexOf("Two"));
  assert.deepEqual(shown(store), [1, 1, 0]);
});

test("precision knows those without any place; source goes by publisher", () => {
  const store = new Store(sample());
  const { values } = store.facets.precision;
  assert.deepEqual(values.map((value, i) => [value, store.counts("precision")[i]]), [["town", 2], ["area", 1], ["none", 1]]);
  assert.deepEqual([store.facets.source.values, [...store.counts("source")]], [["A Daily"], [2]]);
});

test("only what is in view, also across the antimeridian", () => {
  const store = new Store(sample());
  store.set({ inView: [43, 36, 45, 37] });
  assert.deepEqual(shown(store), [0, 1, 0]);
  store.set({ inView: [170, -90, 43, 90] }); // from 170 east over 180 to 43 east
  assert.deepEqual(shown(store), [1, 1, 0]);
});

test("search finds folded words anywhere, and all of them must be there", () => {
  const store = new Store(sample());
  const found = (query: string): number[] => {
    store.set({ query });
    return shown(store);
  };
  assert.deepEqual(found("ZAXO"), [1, 0, 0]);
  assert.deepEqual(found("\u0643\u0627\u0631\u0629"), [0, 1, 0]); // another spelling of the note
  assert.deepEqual(found("\u0632\u0627\u062e\u06c6 planned"), [0, 1, 0]);
  assert.deepEqual(found("a daily"), [1, 1, 0]);
  assert.deepEqual(found("zaxo planned"), [0, 0, 0]);
});

test("a possible day outside the window is counted as only possible", () => {
  const store = new Store(sample());
  store.set({ window: [25, 40] });
  assert.deepEqual([shown(store), store.nPossible], [[0, 1, 0], 1]);
});

test("rows sort by each column, both ways", () => {
  const data = sample();
  const store = new Store(data);
  const orders = new Orders(data);
  const rows = (sort: Parameters<Orders["rows"]>[0]): number[] => [...orders.rows(sort, store.visible, store.nVisible, store.range)];
  assert.deepEqual(rows("date"), [0, 1, 2]);
  assert.deepEqual(rows("-date"), [2, 1, 0]);
  assert.deepEqual(rows("title"), [1, 0, 2]);
  assert.deepEqual(rows("-status"), [1, 2, 0]);
  assert.deepEqual(rows("place"), [0, 1, 2]);
  assert.deepEqual([...byRank([2, 0, 1, 0])], [1, 3, 2, 0]);
});

function namesOf(store: Store): Names {
  const ids = store.data.events.event_id.all();
  return { facets: store.facets, idOf: (event) => ids[event]!, eventOf: (id) => ids.indexOf(id) };
}

test("a view survives its link", () => {
  const store = new Store(sample());
  const state = { ...ALL, window: [5, 25] as const, query: "a&b=c \u0632 #", type: new Set([1]), actor: new Set([1]), sort: "-title" as const, selected: 1 };
  const map = { lat: 36.5, lon: 43.25, zoom: 7.5 };
  const read = readFragment(`#${writeFragment(state, map, "ar", namesOf(store))}`, namesOf(store));
  assert.deepEqual(read.state, { ...state, hovered: -1 });
  assert.deepEqual([read.map, read.language], [map, "ar"]);
});

test("a broken link does no harm", () => {
  const store = new Store(sample());
  for (const bad of ["#", "#%", "#q=%E0%A4", "#time=x..y", "#time=0001-01-01..9999-99-99", "#map=1,2", "#map=NaN,0,1", "#type=Nothing&event=zzz", "#sort=evil", "#lang=<b>", "#" + "&".repeat(5000)]) {
    const { state, map, language } = readFragment(bad, namesOf(store));
    assert.deepEqual([state.selected, state.sort, state.type!.size, map, language], [-1, "date", 0, null, ""], bad);
  }
  assert.equal(readFragment("#q=" + "x".repeat(5000), namesOf(store)).state.query!.length, 500);
});

test("downloads hold what is filtered, guarded against formulas", () => {
  const data = sample();
  const lines = [...csvOf(data, [1])].join("").trim().split("\n");
  assert.equal(lines.length, 2);
  assert.ok(lines[1]!.includes(`"'=Talk, planned"`));
  assert.equal(cell("a\nb\"c"), '"a\nb""c"');
  const { features } = JSON.parse([...geojsonOf(data, [0, 1, 2])].join("")) as { features: { geometry: { coordinates: number[] } | null; properties: Record<string, unknown> }[] };
  assert.deepEqual(features.map(({ geometry }) => geometry?.coordinates ?? null), [[42.68, 37.14], [42.68, 37.14], [44, 36.2], null]);
  assert.equal(features[3]!.properties["off_map"], "no place is named");
  assert.deepEqual([...csvOf(data, [])], ["event_id,date,title\n"]);
});

test("locations gather at spots, an event once at each", () => {
  const data = sample();
  const drawable = makeDrawable(data);
  assert.deepEqual(eventsAt(drawable, 0, new Uint8Array([1, 1, 1])), [0, 1]);
  assert.deepEqual(eventsAt(drawable, 0, new Uint8Array([0, 1, 1])), [1]);
  assert.deepEqual(spotsOf(data, 1), [0, 1]);
  assert.equal(whyOffMap(data, 2), "no place is named");
  assert.equal(whyOffMap(data, 0), "");
});

test("the antimeridian is no wall", () => {
  assert.deepEqual(widestGap([179, -179]), [179, 181]);
  assert.deepEqual(widestGap([40, 45, 42]), [40, 45]);
  const frame = { x: 1, y: 0.5, world: 3600, width: 100, height: 100 };
  assert.ok(Math.abs(pixelX(frame, 0.005) - (50 + 18)) < 1e-9);
});
