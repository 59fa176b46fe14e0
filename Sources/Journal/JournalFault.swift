package import Support

/// Why the journal refuses.
package enum JournalFault: Fault, Equatable {
    /// The last line of the newest file is no line of a journal: it was altered, and nothing may be chained to it.
    case damaged(file: String)
    /// The day has no file, or is not over.
    case notSealable(day: String)

    package var code: FaultCode {
        switch self {
        case .damaged: "journal.damaged"
        case .notSealable: "journal.not-sealable"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .damaged(let file): ["file": file]
        case .notSealable(let day): ["day": day]
        }
    }
}
