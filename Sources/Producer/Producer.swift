// Public face of the module Producer.
