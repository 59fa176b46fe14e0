/// What librnp found out about a message, once it has come to an end with it.
package struct OpenPGPMessage: Sendable, Equatable {
    /// How the reading ended.
    package enum End: Sendable, Equatable {
        /// Everything was read, and it is what was sealed.
        case whole
        /// No key in the ring opens it.
        case notForUs
        /// The content is not what was sealed, or is nothing that can be read.
        case altered
        /// Whoever gave the bytes, or took the plaintext, wanted no more.
        case stopped
    }

    /// How the content is protected against change.
    package enum Protection: Sendable, Equatable {
        /// Not at all, or in no way that is known.
        case none
        /// CFB with a hash of the plaintext at its end (RFC 4880 §5.13).
        case modificationDetection
        /// Authenticated encryption: OCB or EAX.
        case authenticated
    }

    /// How the reading ended.
    package var end: End
    /// How the content is protected against change.
    package var protection: Protection
    /// Whether packets are left behind those that were read: behind a signed literal, or behind compressed data.
    ///
    /// Behind a literal that is neither signed nor compressed the library does not look.
    package var hasTrailingData: Bool
    /// The signatures over the content, in the order of the message.
    package var signatures: [OpenPGPSignature]
}

/// A signature over the content of a message (RFC 4880 §5.2).
package struct OpenPGPSignature: Sendable, Equatable {
    /// What came of checking it.
    package enum Status: Sendable, Equatable {
        /// It is the signature of this content by the key.
        case good
        /// It is good, and says itself that its time is over or has not come.
        case expired
        /// The ring holds no such key.
        case unknownKey
        /// It is of another content, of a key that was not valid, or uses a hash that is broken.
        case bad
    }

    /// What came of checking it.
    package let status: Status
    /// The key that made it, where the ring holds it.
    package let key: OpenPGPKey?
}
