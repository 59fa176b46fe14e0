// Public face of the module Receipts.
