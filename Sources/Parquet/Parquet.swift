// Public face of the module Parquet.
