// Public face of the module Identifiers.
