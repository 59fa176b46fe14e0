// Public face of the module Ledger.
