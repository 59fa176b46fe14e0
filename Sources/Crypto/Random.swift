internal import COpenSSL
package import Support

/// Random bytes of libcrypto's generator.
package enum Random {
    /// `count` random bytes that are no secret (identifiers, salts).
    package static func bytes(_ count: Int) throws(CryptoFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = unsafe bytes.withUnsafeMutableBytes { raw in
            unsafe RAND_bytes(raw.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(raw.count))
        }
        guard result == 1 else { throw CryptoFault("RAND_bytes") }
        return bytes
    }

    /// `count` random secret bytes.
    package static func secret(_ count: Int) throws(CryptoFault) -> SecretBytes {
        try unsafe SecretBytes(count: count) { memory throws(CryptoFault) in
            guard
                unsafe RAND_priv_bytes(memory.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(memory.count))
                    == 1
            else { throw CryptoFault("RAND_priv_bytes") }
        }
    }
}
