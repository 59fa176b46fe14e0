internal import COpenSSL

/// Comparison that takes the same time wherever two values differ.
package enum ConstantTime {
    /// Whether `a` and `b` are the same bytes; only their lengths show in the time taken.
    package static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        unsafe a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
    }
}
