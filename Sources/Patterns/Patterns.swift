// Public face of the module Patterns.
