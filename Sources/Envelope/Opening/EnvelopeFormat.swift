/// Which envelopes a convention can take.
package enum EnvelopeFormat: String, Sendable, CaseIterable {
    case age, cms, openpgp

    /// A name for messages, the same in every language.
    package var title: String {
        switch self {
        case .age: "age"
        case .cms: "CMS"
        case .openpgp: "OpenPGP"
        }
    }
}

extension EnvelopeKind {
    /// The format whose reader opens such a file; nil where none does.
    package var format: EnvelopeFormat? {
        switch self {
        case .age, .ageArmored: .age
        case .cms: .cms
        case .openPGP: .openpgp
        case .empty, .zip, .gzip, .zstd, .sevenZip, .pdf, .parquet, .text, .unknown: nil
        }
    }
}
