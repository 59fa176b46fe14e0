// Public face of the module Reception.
