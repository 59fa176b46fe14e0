package import Support

/// The extract-and-expand key derivation function over HMAC-SHA-256 (RFC 5869).
package enum HKDFSHA256 {
    /// Most bytes that can be derived: 255 blocks (RFC 5869 §2.3).
    package static let maximumLength = 255 * HMACSHA256.length

    /// `length` secret bytes derived from `key`.
    package static func derive(
        from key: SecretBytes, salt: [UInt8], info: [UInt8], length: Int
    ) throws(CryptoFault) -> SecretBytes {
        precondition((1...maximumLength).contains(length))
        return try expand(try extract(key, salt: salt), info: info, length: length)
    }

    private static func extract(_ key: SecretBytes, salt: [UInt8]) throws(CryptoFault) -> SecretBytes {
        // No salt is a string of zeros as long as the hash (RFC 5869 §2.2); HMAC pads with zeros, so the result is the same.
        let salt = salt.isEmpty ? [UInt8](repeating: 0, count: HMACSHA256.length) : salt
        let mac = try HMACSHA256(key: SecretBytes(copying: salt.span))
        return try unsafe SecretBytes(count: HMACSHA256.length) { memory throws(CryptoFault) in
            try unsafe key.withUnsafeBytes { raw throws(CryptoFault) in try unsafe mac.authenticate(raw, into: memory) }
        }
    }

    private static func expand(_ key: SecretBytes, info: [UInt8], length: Int) throws(CryptoFault) -> SecretBytes {
        let mac = try HMACSHA256(key: key)
        return try unsafe SecretBytes(count: length) { memory throws(CryptoFault) in
            var block: [UInt8] = []
            defer { SecretBytes.zero(&block) }
            var written = 0
            var counter: UInt8 = 1
            while written < length {
                var message = block + info
                message.append(counter)
                SecretBytes.zero(&block)
                block = try mac.authenticate(message)
                SecretBytes.zero(&message)
                let count = min(block.count, length - written)
                for index in 0..<count { unsafe memory[written + index] = block[index] }
                written += count
                counter &+= 1
            }
        }
    }
}
