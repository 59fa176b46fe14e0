/// Addresses that a card publishes: plain enough to stand in any link.
package enum WebAddress {
    /// Characters of a URI beside letters and digits (RFC 3986 §2).
    private static let marks = Set("-._~:/?#@!$&'()*+,;=%".utf8)
    private static let mailMarks = Set("._+-".utf8)
    /// Names that belong to nobody (RFC 2606 §2 and §3, RFC 6761 §6).
    private static let reserved = [
        "example", "test", "invalid", "localhost", "example.com", "example.net", "example.org",
    ]

    /// Whether `bytes` are `http://` or `https://`, a host and at most a port, path, query and fragment.
    package static func isURL(_ bytes: [UInt8]) -> Bool {
        guard let rest = behindScheme(bytes), isHost(host(rest)) else { return false }
        if let next = rest.dropFirst(host(rest).count).first, !":/?#".utf8.contains(next) { return false }
        return rest.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
    }

    /// Whether `bytes` are an address for mail, without quotes and comments (RFC 5321 §4.1.2).
    package static func isEmail(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].count <= 64, parts[1].contains(UInt8(ascii: ".")) else {
            return false
        }
        return parts[0].allSatisfy { isLetterOrDigit($0) || mailMarks.contains($0) } && isHost(parts[1])
    }

    /// Whether the host of a URL or address for mail is a name that stands for nobody: the holder still has to fill it in.
    package static func isPlaceholder(_ text: String) -> Bool {
        let bytes = Array(text.lowercased().utf8)
        let name: ArraySlice<UInt8>
        if let rest = behindScheme(bytes) {
            name = host(rest)
        } else if let at = bytes.lastIndex(of: UInt8(ascii: "@")) {
            name = bytes[(at + 1)...]
        } else {
            return false
        }
        let labels = name.split(separator: UInt8(ascii: ".")).map { String(decoding: $0, as: UTF8.self) }
        return reserved.contains { name in
            let wanted = name.split(separator: ".").map(String.init)
            return labels.suffix(wanted.count) == wanted[...]
        }
    }

    private static func behindScheme(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        for scheme in ["https://", "http://"] where bytes.starts(with: scheme.utf8) {
            return bytes.dropFirst(scheme.utf8.count)
        }
        return nil
    }

    private static func host(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        rest.prefix { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    private static func isHost(_ name: ArraySlice<UInt8>) -> Bool {
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return name.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }
}
