package import Envelope

/// The host keys of a gateway, as its `known_hosts` file (sshd(8)) has them.
///
/// The file is the gateway's own and names nothing else: a server that is reached by another name or address, such as that of
/// a VPN, must show one of the same keys.
package struct KnownHosts: Sendable, Equatable {
    /// Longest file read.
    package static let maximumBytes = 64 << 10
    /// The port where a line has none.
    package static let standardPort: UInt16 = 22

    /// Name or address of the service and its port, from the first line that has one in clear.
    package let host: String?
    package let port: UInt16
    /// The keys, at least one.
    package let keys: [SSHPublicKey]

    /// The hosts of `text`; nil where a line is malformed, a key is revoked or of a kind that is not known, or none is there.
    ///
    /// Comments are passed over; so are hashed names, but not their keys.
    package init?(_ text: [UInt8]) {
        guard text.count <= KnownHosts.maximumBytes, let text = String(validating: text, as: UTF8.self) else {
            return nil
        }
        var places: [(String, UInt16)] = []
        var keys: [SSHPublicKey] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            // Marked lines are authorities and revoked keys: neither is a pinned key, and a gateway writes none.
            guard !first.hasPrefix("@"), words.count >= 3,
                let key = try? SSHPublicKey(line: words[1...2].joined(separator: " "))
            else { return nil }
            keys.append(key)
            if !first.hasPrefix("|") {
                guard let place = KnownHosts.place(first.prefix { $0 != "," }) else { return nil }
                places.append(place)
            }
        }
        guard !keys.isEmpty else { return nil }
        self.keys = keys
        host = places.first?.0
        port = places.first?.1 ?? KnownHosts.standardPort
    }

    /// `name` or `[name]:port`.
    package static func place(_ text: some StringProtocol) -> (host: String, port: UInt16)? {
        guard text.hasPrefix("[") else {
            return text.isEmpty || text.contains("]") ? nil : (String(text), standardPort)
        }
        guard let end = text.firstIndex(of: "]") else { return nil }
        let host = text[text.index(after: text.startIndex)..<end]
        let rest = text[text.index(after: end)...]
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return (String(host), standardPort) }
        guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
        return (String(host), port)
    }
}
