/// A network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
package struct NetworkRange: Sendable, Equatable {
    private let address: [UInt8]
    private let length: Int

    /// The network that `text` writes: an IPv4 or IPv6 address, a slash and a prefix length, with no bit set after the prefix.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = NetworkRange.decimal(parts[1], most: 128),
            let address = NetworkRange.address(parts[0]), length <= address.count * 8,
            (length..<(address.count * 8)).allSatisfy({ !NetworkRange.bit($0, of: address) })
        else { return nil }
        self.address = address
        self.length = length
    }

    /// Whether `host`, a numeric address, lies in this network.
    package func contains(_ host: String) -> Bool {
        // A link-local address may carry its zone (RFC 4007 §11).
        guard let other = NetworkRange.address(host.prefix { $0 != "%" }), other.count == address.count else {
            return false
        }
        return (0..<length).allSatisfy { NetworkRange.bit($0, of: other) == NetworkRange.bit($0, of: address) }
    }

    private static func bit(_ index: Int, of bytes: [UInt8]) -> Bool {
        bytes[index / 8] & (0x80 >> UInt8(index % 8)) != 0
    }

    private static func address(_ text: Substring) -> [UInt8]? { text.contains(":") ? version6(text) : version4(text) }

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
