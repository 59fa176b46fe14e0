/// Kinds of identifier that the residual scan finds in text that was meant to be kept.
package enum ResidualKind: String, Sendable, CaseIterable {
    /// A social-security number with a right key, spaced or not.
    case nir
    /// An e-mail address.
    case email
    /// A French telephone number.
    case phone
    /// A professional's RPPS number.
    case rpps
}
