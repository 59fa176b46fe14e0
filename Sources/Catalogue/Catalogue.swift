// Public face of the module Catalogue.
