"""Vector tiles: what stands in them, and the archive that holds them."""
