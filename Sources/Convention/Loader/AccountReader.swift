internal import Support

/// Turns a member of `accounts` into an ``Account``.
struct AccountReader {
    let node: Node
    let checks: ConventionChecks

    func read() -> Account {
        for key in node.list("publicKeys") {
            guard let line = key.value.string, !checks.isPublicKey(line) else { continue }
            key.report("convention.public-key")
        }
        for network in node.list("networks") {
            guard let text = network.value.string, !NetworkRange.isValid(text) else { continue }
            network.report("convention.network")
        }
        return Account(
            name: node.text("name") ?? "", publicKeys: node.texts("publicKeys"), networks: node.texts("networks"),
            limits: limits(node["limits"]))
    }

    private func limits(_ node: Node?) -> AccountLimits {
        var limits = AccountLimits()
        guard let node else { return limits }
        if let bytes = node.integer("dropBytes") { limits.dropBytes = UInt64(max(0, bytes)) }
        if let bytes = node.integer("storedBytes") { limits.storedBytes = UInt64(max(0, bytes)) }
        if let files = node.integer("files") { limits.files = files }
        if let sessions = node.integer("sessions") { limits.sessions = sessions }
        if limits.storedBytes < limits.dropBytes { node.report("convention.stored-below-drop") }
        return limits
    }
}

/// A network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
package enum NetworkRange {
    /// Whether `text` is an IPv4 or IPv6 address, a slash and a prefix length, with no bit set after the prefix.
    package static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = decimal(parts[1], most: 128) else { return false }
        guard let bytes = parts[0].contains(":") ? version6(parts[0]) : version4(parts[0]), length <= bytes.count * 8
        else {
            return false
        }
        return (length..<(bytes.count * 8)).allSatisfy { bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }
    }

    private static func decimal(_ text: Substring, most: Int) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 3, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || text.first != "0", let value = Int(text), value <= most
        else { return nil }
        return value
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { decimal($0, most: 255) }
        let bytes = parts.compactMap { $0.map(UInt8.init) }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (3...9).contains(words.count) else { return nil }
        var groups: [UInt16?] = []
        for (index, word) in words.enumerated() {
            if word.isEmpty {
                // `::` leaves one empty word inside, and two at an end.
                let atEnd = index == 0 && words[1].isEmpty || index == words.count - 1 && words[index - 1].isEmpty
                if atEnd { continue }
                groups.append(nil)
            } else {
                guard word.utf8.count <= 4, let value = UInt16(word, radix: 16), word.first != "+" else { return nil }
                groups.append(value)
            }
        }
        return expand(groups)
    }

    private static func expand(_ groups: [UInt16?]) -> [UInt8]? {
        let gaps = groups.filter { $0 == nil }.count
        let present = groups.count - gaps
        guard gaps == 0 ? present == 8 : gaps == 1 && present < 8 else { return nil }
        var bytes: [UInt8] = []
        for group in groups {
            if let group {
                bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
            } else {
                bytes += [UInt8](repeating: 0, count: (8 - present) * 2)
            }
        }
        return bytes
    }
}
