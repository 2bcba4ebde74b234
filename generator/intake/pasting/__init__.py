"""A table copied from a report becomes rows of a filing, or a new company. Doors: paste, first_files."""
