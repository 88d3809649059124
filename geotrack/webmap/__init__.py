"""The interactive map: one self-contained page, and a layer for anybody's folium map.

`page.write_map_html` writes the page, `layer.EventLayer` is the layer; both draw what
`payload` puts together, with the front end that `frontend/` builds into `geotrack/_built/`.
folium is imported here and nowhere else in the package.
"""
