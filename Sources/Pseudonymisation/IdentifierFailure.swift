package import Support

/// Why an identifier has no canonical form, and so no pseudonym.
package enum IdentifierFailure: String, Error, Sendable, CaseIterable {
    /// Nothing is left of it.
    case empty
    /// It has not the characters or the length of its kind.
    case malformed
    /// Its own key is wrong.
    case key
    /// It stands for "no identifier", such as a run of one character: to join on it would make one person of many.
    case placeholder
    /// It is longer than ``CanonicalIdentifier/longest``.
    case tooLong = "too-long"

    /// Code for receipts.
    package var code: FaultCode { FaultCode(rawValue: "identifier.\(rawValue)") }
}
