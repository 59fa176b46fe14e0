/// Key blobs as a client shows them (RFC 4253, section 6.6).
enum SSHKeyBlob {
    /// Whether `blob` is another kind of key than RSA, or an RSA key that is long enough.
    static func isStrong(_ blob: [UInt8]) -> Bool {
        var rest = blob[...]
        guard let name = takeString(&rest) else { return false }
        guard name.elementsEqual("ssh-rsa".utf8) else { return true }
        guard takeString(&rest) != nil, let modulus = takeString(&rest) else { return false }
        let digits = modulus.drop { $0 == 0 }
        guard let first = digits.first else { return false }
        return digits.count * 8 - first.leadingZeroBitCount >= Int(Algorithms.smallestRSA)
    }

    private static func takeString(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= 4 else { return nil }
        let count = Int(rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        rest = rest.dropFirst(4)
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
