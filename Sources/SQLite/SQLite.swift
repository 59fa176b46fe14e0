// Public face of the module SQLite.
