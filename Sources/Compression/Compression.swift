// Public face of the module Compression.
