package import Crypto
package import Support

/// A signature file that came beside a drop: an upload of its own, and part of that drop's outcome.
package struct DropSignature: Sendable, Equatable {
    /// Identifier made at the hand-over of the file.
    package var id: String
    /// The name that the producer chose.
    package var name: String
    package var size: UInt64
    package var sha256: SHA256Digest
    package var arrivedAt: Timestamp
    /// The file; empty where it is no signature, so that nothing of a file in clear is kept.
    package var bytes: [UInt8]

    /// A file that has arrived.
    package init(
        id: String, name: String, size: UInt64, sha256: SHA256Digest, arrivedAt: Timestamp, bytes: [UInt8]
    ) {
        self.id = id
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.arrivedAt = arrivedAt
        self.bytes = bytes
    }
}
