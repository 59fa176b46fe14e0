/// Where connections come from, as far as they are counted together: an IPv4 address, or an IPv6 network of 64 bits, of which
/// one client can usually choose any address (RFC 4291, section 2.5.1).
struct Source: Hashable, Sendable {
    /// The address, or the first four groups of it.
    let text: String

    init(_ host: String) {
        guard host.contains(":") else {
            text = host
            return
        }
        text = Source.groups(host).prefix(4).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }

    /// The eight groups of a numeric address as the system writes it, `::` filled in.
    private static func groups(_ host: String) -> [UInt16] {
        let address = host.prefix { $0 != "%" }
        let halves = address.components("::").map { half in
            half.split(separator: ":").map { UInt16($0, radix: 16) ?? 0 }
        }
        guard halves.count == 2 else { return halves.first ?? [] }
        return halves[0] + [UInt16](repeating: 0, count: max(0, 8 - halves[0].count - halves[1].count)) + halves[1]
    }
}

extension Substring {
    /// The parts between the first occurrence of `separator`, or the whole.
    fileprivate func components(_ separator: String) -> [Substring] {
        guard let range = firstRange(of: separator) else { return [self] }
        return [self[..<range.lowerBound], self[range.upperBound...]]
    }
}
