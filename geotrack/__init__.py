"""geotrack."""
