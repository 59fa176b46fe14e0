package import Support

/// A problem of the whole drop or of the schema, found while records are read.
///
/// Arguments are names of the schema, positions, counts and limits.
package struct RecordsFault: Fault, Equatable {
    package let code: FaultCode
    package let arguments: [String: String]

    /// The fault `code`.
    package init(_ code: FaultCode, _ arguments: [String: String] = [:]) {
        self.code = code
        self.arguments = arguments
    }
}

/// One or several problems of the whole drop: a header often has more than one.
package struct RecordsFaults: Fault, Equatable {
    /// The problems, in the order of the file; at least one.
    package let faults: [RecordsFault]

    /// The problems `faults`; `first` is there so that there is always one.
    package init(_ first: RecordsFault, _ others: [RecordsFault] = []) { faults = [first] + others }

    package var code: FaultCode { faults[0].code }
    package var arguments: [String: String] { faults[0].arguments }
}
