// Bundles the page and the stand-alone layer into ../geotrack/_built/ (or the folder named in
// GEOTRACK_BUILT); with --tests the unit tests into .tests/ instead.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = process.env.GEOTRACK_BUILT ?? path.join(here, "..", "geotrack", "_built");
const licence = readFileSync(path.join(here, "node_modules", "leaflet", "LICENSE"), "utf8");

/** A package's licence text, or its name and licence where it brings no file. */
function notice(name) {
  const folder = path.join(here, "node_modules", name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const { license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return `${name} (${license}):\n${file ? readFileSync(path.join(folder, file), "utf8") : ""}`;
}

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "ascii",
  logLevel: "warning",
  target: ["es2022"],
};

if (process.argv.includes("--tests")) {
  rmSync(path.join(here, ".tests"), { recursive: true, force: true });
  const tests = readdirSync(path.join(here, "tests")).filter((name) => name.endsWith(".test.ts"));
  await esbuild.build({
    ...common,
    entryPoints: tests.map((name) => path.join("tests", name)),
    outdir: ".tests",
    outExtension: { ".js": ".mjs" },
    platform: "node",
    format: "esm",
  });
} else {
  const bundle = { ...common, minify: !process.env.GT_DEV, format: "iife", legalComments: "inline" };
  await esbuild.build({
    ...bundle,
    entryPoints: { webmap: "src/webmap.ts" },
    outdir: out,
    banner: { js: `/*! Leaflet's licence:\n${licence.replaceAll("*/", "* /")}*/` },
    loader: { ".png": "dataurl" },
  });
  // The page for more events than a page holds, and the licences of what reads its tiles.
  const notices = ["pmtiles", "@mapbox/vector-tile", "pbf", "fflate"].map((name) => notice(name)).join("\n");
  await esbuild.build({
    ...bundle,
    entryPoints: { tiles: "src/tiles.ts" },
    outdir: out,
    banner: { js: `/*! Leaflet's licence:\n${licence.replaceAll("*/", "* /")}\n${notices.replaceAll("*/", "* /")}*/` },
    loader: { ".png": "dataurl" },
  });
  await esbuild.build({ ...bundle, entryPoints: { layer: "src/layer_only.ts" }, outdir: out });
}
