"""The build of tables that do not fit into memory: the same stages, over partitions."""
