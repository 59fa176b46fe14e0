internal import Ledger

/// A file of a delivery that is there: its drop, the signature that came beside it, and the table whose rows it holds.
struct DeliveryFile {
    let record: DropRecord
    let signature: DropSignature?
    let table: String
}
