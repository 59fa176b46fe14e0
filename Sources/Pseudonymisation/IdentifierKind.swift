/// Kinds of identifier that can be pseudonymised; each has its own canonical form (design §7).
package enum IdentifierKind: String, Sendable, CaseIterable {
    /// French social-security number; canonical form: 13 characters without key, upper case.
    case nir
    /// Level-1 pseudonym made at the source, hexadecimal: lower case.
    case level1
    /// A professional's RPPS number: 11 digits.
    case rpps
    /// Names: NFKD, without marks, upper case, A–Z only.
    case name
    /// Anything else: as it is, without white space at the ends.
    case opaque
}
