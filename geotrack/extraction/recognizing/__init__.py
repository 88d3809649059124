"""Which spans of a text name a place, by the gazetteer, the words around, and weights fitted."""
