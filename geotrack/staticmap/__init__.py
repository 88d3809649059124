"""Static maps for print and slides, drawn with matplotlib.

`map_png` gives the overview map as bytes, `write_map_png` writes it to a file.
"""

from geotrack.staticmap.page import map_png, write_map_png

__all__ = ["map_png", "write_map_png"]
