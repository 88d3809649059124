"""Files of places -> a pack, the index file of a project.

`reading` opens files safely and tells their formats apart; `geonames`, `whosonfirst` and `tabular`
read one each into `RawPlace`s; `staging` sorts those on disk and makes records of them; `uniting`
finds which of them the world knows already; `making` composes all that.
"""
