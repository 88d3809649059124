"""Static maps for print and slides, drawn with matplotlib.

`map_png` gives a map as bytes; `write_map_png`, `write_map_svg` and `write_map_pdf` write one to
a file.
"""

from geotrack.staticmap.page import View, map_png, write_map_pdf, write_map_png, write_map_svg

__all__ = ["View", "map_png", "write_map_pdf", "write_map_png", "write_map_svg"]
