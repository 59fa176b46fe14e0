// Public face of the module Ingestion.
