// The page's beginning: reads the payload, makes the map and the page on it.
import "leaflet";
import "leaflet/dist/leaflet.css";
import "../styles/layer.css";
import "../styles/page.css";
import { makePageData } from "./data";
import { byId } from "./dom";
import { languageIn } from "./fragment";
import { take, takeJson } from "./load";
import { Page } from "./page";
import { startTheme } from "./theme";
import type { Basemap, PageHead } from "./types";

function makeMap(): L.Map {
  const node = byId("gt-map");
  node.textContent = "";
  return L.map(node, {
    attributionControl: false, zoomControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 90,
    minZoom: 1, maxZoom: 14, worldCopyJump: true,
  });
}

async function start(): Promise<void> {
  if (!document.getElementById("gt-head")) return; // another page, which only wants Leaflet
  startTheme();
  const [head, columns, basemap] = await Promise.all([takeJson<PageHead>("gt-head"), take("gt-columns"), takeJson<Basemap>("gt-basemap")]);
  new Page(makeMap(), makePageData(head, columns, languageIn(location.hash) || head.language), head, basemap);
}

// The code stands before the data, so that it is ready by the time that those are read.
if (document.readyState !== "loading") void start();
else document.addEventListener("DOMContentLoaded", () => void start());
