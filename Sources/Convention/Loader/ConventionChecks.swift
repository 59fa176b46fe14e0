internal import Envelope
internal import Patterns
internal import Records

/// Judgements of patterns and keys that the loader leaves to others.
package struct ConventionChecks: Sendable {
    /// Whether a regular expression compiles.
    package var compiles: @Sendable (_ pattern: String) -> Bool
    /// Whether a regular expression matches a whole text; nil where it does not compile.
    package var matches: @Sendable (_ pattern: String, _ text: String) -> Bool?
    /// Whether a line is an OpenSSH public key of a kind that the gateway takes.
    package var isPublicKey: @Sendable (_ line: String) -> Bool

    /// Checks; by default patterns are compiled as a field's rule would be, names are matched as the ingester matches them,
    /// and keys are Ed25519 or RSA.
    package init(
        compiles: @escaping @Sendable (_ pattern: String) -> Bool = ConventionChecks.compilesAsRule,
        matches: @escaping @Sendable (_ pattern: String, _ text: String) -> Bool? = ConventionChecks.matchesWhole,
        isPublicKey: @escaping @Sendable (_ line: String) -> Bool = ConventionChecks.isAcceptedKey
    ) {
        self.compiles = compiles
        self.matches = matches
        self.isPublicKey = isPublicKey
    }

    /// Whether a field could have `pattern` as its rule.
    package static let compilesAsRule: @Sendable (_ pattern: String) -> Bool = { pattern in
        var field = Field(name: "text", type: .string)
        field.pattern = pattern
        return (try? RecordPlan(schema: TableSchema(name: "pattern", fields: [field]), dialect: CSVDialect())) != nil
    }

    /// Whether the whole of `text` matches `pattern`.
    package static let matchesWhole: @Sendable (_ pattern: String, _ text: String) -> Bool? = { pattern, text in
        (try? Pattern(pattern)).map { $0.matches(text) }
    }

    /// Fewest bits of an RSA key (BSI TR-02102, ANSSI: 3072 from 2024 on); the receiver takes no shorter one either.
    private static let minimumRSABits = 3072

    /// Whether `line` is an Ed25519 key, or an RSA key that is long enough.
    package static let isAcceptedKey: @Sendable (_ line: String) -> Bool = { line in
        guard let key = try? SSHPublicKey(line: line) else { return false }
        return key.algorithm == .ed25519 || key.algorithm == .rsa && key.bits >= minimumRSABits
    }
}
