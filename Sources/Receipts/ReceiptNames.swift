internal import Support

/// Names of a receipt's files: `0007-outcome-<drop>.json` and those beside it.
package struct ReceiptNames: Sendable, Equatable {
    private let number: Int
    private let kind: ReceiptKind
    private let drop: String

    /// The names for receipt `number` about `dropID`, whose characters outside `A-Za-z0-9_-` become `_`.
    package init(number: Int, kind: ReceiptKind, dropID: String) {
        self.number = number
        self.kind = kind
        drop = String(
            dropID.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
                    || scalar == "_"
                    ? Character(scalar) : "_"
            })
    }

    private var stem: String { pad(number, 4) + "-" + kind.rawValue + "-" + drop }

    /// The statement.
    package var json: String { stem + ".json" }
    /// The signature, named as `ssh-keygen -Y sign` names it.
    package var signature: String { stem + ".json.sig" }
    /// The text.
    package var text: String { stem + ".txt" }
    /// The error report of an outcome.
    package var errors: String { pad(number, 4) + "-errors-" + drop + ".csv" }
}
