// Public face of the module Journal.
