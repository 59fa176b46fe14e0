// Public face of the module Spool.
