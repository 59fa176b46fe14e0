package import Support

/// Finds out by its content what an envelope is, and opens it where the convention takes that format.
package enum EnvelopeOpener {
    /// The plaintext of `source`.
    ///
    /// Nothing is guessed: a format that `policy` does not name is refused, even where a key for it is there.
    ///
    /// - Throws: ``EnvelopeFault``, or what `source` throws.
    package static func open(
        _ source: any ByteSource, identities: EnvelopeIdentities, policy: EnvelopePolicy, now: Timestamp
    ) throws -> OpenedEnvelope {
        let source = LookaheadSource(source)
        let kind = EnvelopeKind.detect(try source.peek(EnvelopeKind.prefixLength))
        guard kind != .empty else { throw EnvelopeFault.empty }
        guard !kind.isReadableByAnyone else { throw EnvelopeFault.notSealed(kind) }
        guard let format = kind.format, policy.formats.contains(format) else {
            throw EnvelopeFault.notAgreed(kind, agreed: policy.formats)
        }
        return try open(source, as: format, identities: identities, policy: policy, now: now)
    }

    /// Whether `source` begins with the whole head of a sealed file, of any format and for whomever: what follows it is ciphertext.
    ///
    /// False for all else, such as a head that breaks its format: there is no telling what follows it.
    ///
    /// - Throws: what `source` throws.
    package static func isSealed(_ source: any ByteSource, identities: EnvelopeIdentities) throws -> Bool {
        do {
            let anything = EnvelopePolicy(formats: EnvelopeFormat.allCases)
            _ = try open(source, identities: identities, policy: anything, now: Timestamp(microseconds: 0))
            return true
        } catch let fault as EnvelopeFault {
            return fault == .notForUs
        }
    }

    private static func open(
        _ source: LookaheadSource, as format: EnvelopeFormat, identities: EnvelopeIdentities, policy: EnvelopePolicy,
        now: Timestamp
    ) throws -> OpenedEnvelope {
        switch format {
        case .age:
            return OpenedEnvelope(.age, try AgeReader(source, identities: identities.age), policy: policy)
        case .cms:
            let payload = try CMSReader(source, identities: identities.cms, policy: policy, now: now)
            return OpenedEnvelope(.cms, payload, policy: policy)
        case .openpgp:
            let reader = try OpenPGPReader(
                source, identities: identities.openPGP, signers: policy.openPGPSigners, now: now)
            return OpenedEnvelope(.openpgp, reader, policy: policy)
        }
    }
}
