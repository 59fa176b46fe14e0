/// A version of a Debian package, ordered as Debian Policy 5.6.12 says.
package struct DebianVersion: Comparable, Sendable, CustomStringConvertible {
    package let description: String
    private let epoch: Int
    private let upstream: [UInt8]
    private let revision: [UInt8]

    /// The version written as `text`: `[epoch:]upstream[-revision]`.
    package init(_ text: String) {
        description = text
        var rest = Array(text.utf8)[...]
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            epoch = Int(String(decoding: rest[..<colon], as: UTF8.self)) ?? 0
            rest = rest[(colon + 1)...]
        } else {
            epoch = 0
        }
        let dash = rest.lastIndex(of: UInt8(ascii: "-"))
        upstream = Array(rest[..<(dash ?? rest.endIndex)])
        revision = dash.map { Array(rest[($0 + 1)...]) } ?? []
    }

    package static func == (a: DebianVersion, b: DebianVersion) -> Bool { a.order(b) == 0 }
    package static func < (a: DebianVersion, b: DebianVersion) -> Bool { a.order(b) < 0 }

    private func order(_ other: DebianVersion) -> Int {
        if epoch != other.epoch { return epoch < other.epoch ? -1 : 1 }
        let first = Self.order(upstream, other.upstream)
        return first != 0 ? first : Self.order(revision, other.revision)
    }

    /// Parts without digits and parts of digits take turns, the former by ``weight(_:)``, the latter as numbers.
    private static func order(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var a = a[...]
        var b = b[...]
        while !a.isEmpty || !b.isEmpty {
            while a.first.map({ !isDigit($0) }) ?? false || b.first.map({ !isDigit($0) }) ?? false {
                let left = weight(a.first)
                let right = weight(b.first)
                if left != right { return left < right ? -1 : 1 }
                a = a.dropFirst()
                b = b.dropFirst()
            }
            let left = takeNumber(&a)
            let right = takeNumber(&b)
            if left.count != right.count { return left.count < right.count ? -1 : 1 }
            if left != right { return left.lexicographicallyPrecedes(right) ? -1 : 1 }
        }
        return 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// A tilde before the end, the end before letters, letters before all else; a digit ends the part.
    private static func weight(_ byte: UInt8?) -> Int {
        guard let byte, !isDigit(byte) else { return 0 }
        if byte == UInt8(ascii: "~") { return -1 }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        return isLetter ? Int(byte) : Int(byte) + 256
    }

    private static func takeNumber(_ text: inout ArraySlice<UInt8>) -> [UInt8] {
        let digits = text.prefix(while: isDigit)
        text = text[digits.endIndex...]
        return Array(digits.drop { $0 == UInt8(ascii: "0") })
    }
}
