// Public face of the module SSH.
