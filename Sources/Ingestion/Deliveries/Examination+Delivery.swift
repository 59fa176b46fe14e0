internal import Convention
internal import Crypto
internal import Envelope
internal import Ledger
internal import Records
internal import Support

/// Deliveries, whose manifest is the drop that is examined.
extension Examination {
    /// What is in the drop's manifest, once it has proved to be authentic, and who signed it.
    ///
    /// - Throws: `ManifestFault`, `EnvelopeFault` and others that ``Verdict/faults(_:)`` knows.
    func manifest(_ source: FileSource) throws -> (manifest: DeliveryManifest, signer: SignerIdentity?) {
        let file = try drop.open(
            source, identities: keys.identities, signature: signature?.bytes, handedOver: record.drop.sha256)
        let bytes = try file.plaintext.judged { try ManifestContents.read($0, limit: DeliveryManifest.maximumBytes) }
        let signer = try file.finish()
        let manifest = try DeliveryManifest(json: bytes)
        let problems = try manifest.problems(convention, name: record.drop.name)
        guard problems.isEmpty else { throw ManifestFaults(faults: problems) }
        return (manifest, signer)
    }

    /// Ingests the `files` that the manifest ties together, all or none; `open` gives the sealed bytes of a drop.
    func ingest(_ files: [DeliveryFile], open: @escaping (DropRecord) throws -> FileSource) throws -> Verdict {
        try Verdict.of {
            let (manifest, signer) = try manifest(open(record))
            if let earlier = try ledger.earlierDelivery(
                content: manifest.contentDigest, convention: convention.id, than: record.id)
            {
                return .duplicate(of: earlier)
            }
            let judging = try judging()
            let expected = judging.convention.tables.filter { $0.hasOwnFile && files.map(\.table).contains($0.name) }
                .flatMap {
                    table in [table] + judging.convention.tables.filter { $0.partOf == table.name }
                }
            return try judging.publish(expected) { pass in
                let content = DeliveryContent(
                    manifest, parts(files, manifest, expected, open), limits: convention.drops.limits)
                do {
                    var result = try pass(content)
                    result.signer = signer
                    result.fileSigners = content.signers
                    return result
                } catch {
                    throw try content.blame(error)
                }
            }
        }
    }

    private func parts(
        _ files: [DeliveryFile], _ manifest: DeliveryManifest, _ expected: [ConventionTable],
        _ open: @escaping (DropRecord) throws -> FileSource
    ) -> [DeliveryContent.Part] {
        expected.enumerated().compactMap { index, table in
            guard let file = files.first(where: { $0.table == table.name }),
                let stated = manifest.files.first(where: { $0.table == table.name })
            else { return nil }
            return DeliveryContent.Part(index: index, table: table, stated: stated) {
                let upload = file.record.drop
                return try NamedDrop(name: upload.name, convention: convention, arrivedAt: upload.arrivedAt).open(
                    open(file.record), identities: keys.identities, signature: file.signature?.bytes,
                    handedOver: upload.sha256)
            }
        }
    }
}
