// Public face of the module Envelope.
