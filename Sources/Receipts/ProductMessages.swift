internal import Envelope
package import Support

/// The messages of the whole product, for receipts: those of envelopes and receipts, and of the modules that the caller names.
package enum ProductMessages {
    /// The merged table; `more` are the tables of other modules (records, conventions, treatments, ...).
    package static func table(_ more: [MessageTable] = []) -> MessageTable {
        MessageTable(merging: [EnvelopeMessages.table, ReceiptMessages.table] + more)
    }
}
