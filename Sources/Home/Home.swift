// Public face of the module Home.
