// Public face of the module Monitoring.
