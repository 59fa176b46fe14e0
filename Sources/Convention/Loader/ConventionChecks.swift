internal import Envelope

/// Judgements that the loader leaves to modules it does not import.
package struct ConventionChecks: Sendable {
    /// Whether a regular expression compiles.
    package var compiles: @Sendable (_ pattern: String) -> Bool
    /// Whether a regular expression matches a whole text; nil where that cannot be told.
    package var matches: @Sendable (_ pattern: String, _ text: String) -> Bool?
    /// Whether a line is an OpenSSH public key of a kind that the gateway takes.
    package var isPublicKey: @Sendable (_ line: String) -> Bool

    /// Checks; by default brackets are counted, names are not matched, and keys are Ed25519 or RSA.
    package init(
        compiles: @escaping @Sendable (_ pattern: String) -> Bool = ConventionChecks.bracketsBalance,
        matches: @escaping @Sendable (_ pattern: String, _ text: String) -> Bool? = { _, _ in nil },
        isPublicKey: @escaping @Sendable (_ line: String) -> Bool = ConventionChecks.isAcceptedKey
    ) {
        self.compiles = compiles
        self.matches = matches
        self.isPublicKey = isPublicKey
    }

    /// Whether every bracket of `pattern` is closed and no backslash ends it.
    package static let bracketsBalance: @Sendable (_ pattern: String) -> Bool = { pattern in
        var open: [UInt8] = []
        var escaped = false
        for byte in pattern.utf8 {
            if escaped {
                escaped = false
                continue
            }
            let inClass = open.last == UInt8(ascii: "[")
            switch byte {
            case UInt8(ascii: "\\"): escaped = true
            case UInt8(ascii: "]") where inClass: open.removeLast()
            case _ where inClass: break
            case UInt8(ascii: "["), UInt8(ascii: "("): open.append(byte)
            case UInt8(ascii: ")"):
                guard open.popLast() == UInt8(ascii: "(") else { return false }
            default: break
            }
        }
        return open.isEmpty && !escaped
    }

    /// Fewest bits of an RSA key (ANSSI-PG-083: 2048 until the end of 2030).
    private static let minimumRSABits = 2048

    /// Whether `line` is an Ed25519 key, or an RSA key that is long enough.
    package static let isAcceptedKey: @Sendable (_ line: String) -> Bool = { line in
        guard let key = try? SSHPublicKey(line: line) else { return false }
        return key.algorithm == .ed25519 || key.algorithm == .rsa && key.bits >= minimumRSABits
    }
}
