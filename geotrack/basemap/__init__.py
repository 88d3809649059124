"""The offline basemap: countries, borders, first-level units, rivers, lakes and relief.

The data are small cuts of public-domain sources (Natural Earth, NOAA GLOBE), told of in
``data/basemap/README.md``. `regions` finds the files for some bounds, `layers` reads and cuts
vector layers, `geojson` makes them small for web pages, `terrain` shades heights.
"""
