internal import Support

/// Judgements that the loader leaves to modules it does not import.
package struct ConventionChecks: Sendable {
    /// Whether a regular expression compiles.
    package var compiles: @Sendable (_ pattern: String) -> Bool
    /// Whether a regular expression matches a whole text; nil where that cannot be told.
    package var matches: @Sendable (_ pattern: String, _ text: String) -> Bool?
    /// Whether a line is an OpenSSH public key of a kind that the gateway takes.
    package var isPublicKey: @Sendable (_ line: String) -> Bool

    /// Checks; by default brackets are counted, names are not matched, and keys are judged by their shape.
    package init(
        compiles: @escaping @Sendable (_ pattern: String) -> Bool = ConventionChecks.bracketsBalance,
        matches: @escaping @Sendable (_ pattern: String, _ text: String) -> Bool? = { _, _ in nil },
        isPublicKey: @escaping @Sendable (_ line: String) -> Bool = ConventionChecks.hasKeyShape
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

    /// Key algorithms (RFC 8709, RFC 8332) that the gateway takes.
    private static let keyAlgorithms = ["ssh-ed25519", "ssh-rsa"]

    /// Whether `line` is `algorithm base64 [comment]` and the base64 starts with the algorithm's name (RFC 4253 §6.6).
    package static let hasKeyShape: @Sendable (_ line: String) -> Bool = { line in
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, keyAlgorithms.contains(String(words[0])), let blob = Base64.decode(Array(words[1].utf8))
        else { return false }
        let name = Array(words[0].utf8)
        let head: [UInt8] = [0, 0, 0, UInt8(name.count)] + name
        guard blob.starts(with: head) else { return false }
        // An Ed25519 key is one string of 32 bytes (RFC 8709 §4).
        return words[0] == "ssh-ed25519" ? blob.count == head.count + 36 : blob.count > 256
    }
}
