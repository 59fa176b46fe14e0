internal import Containers
internal import Convention
internal import Crypto
internal import Envelope
internal import Patterns
internal import Pseudonymisation
internal import Records
internal import Support

/// A drop as its name and its convention tell: which tables it is for, how its files are opened, what forbids its rows.
///
/// It needs no ledger, no catalogue and no secret of the gateway, so that the producer's desk (``DropJudge``) and the ingester
/// (``Examination``) judge by the same lines.
struct NamedDrop {
    /// The name that the drop has in the account.
    let name: String
    let convention: Convention
    /// When it came.
    let arrivedAt: Timestamp

    /// The day that the drop is about: the first of its period, or that of its arrival.
    var day: CivilDate {
        if case .day(let first) = convention.period(ofDropNamed: name) { first } else { arrivedAt.date }
    }

    /// Why the convention cannot judge the drop; nil where it can.
    var notInForce: DropFault? {
        let period = convention.period(ofDropNamed: name)
        if period == .malformed { return .periodMalformed }
        if convention.isInForce(on: day) { return nil }
        return period == .day(day) ? .periodNotCovered(day: day) : .conventionNotInForce
    }

    /// The tables that the drop is for.
    ///
    /// - Throws: ``DropFault/unknownName(expected:)``.
    func tables() throws -> [ConventionTable] {
        let files = try convention.tables.filter { try $0.partOf == nil && matches($0.namePattern) }
        var expected: [String] = []
        for table in convention.tables where table.partOf == nil && !expected.contains(table.nameExample) {
            expected.append(table.nameExample)
        }
        if let manifest = convention.delivery?.manifestExample { expected.append(manifest) }
        guard let first = files.first else { throw DropFault.unknownName(expected: expected) }
        // Only the tables of the archive share a name; of others the first that fits takes the file.
        return (first.entry == nil ? [first] : files.filter { $0.entry != nil }).flatMap { table in
            [table] + convention.tables.filter { $0.partOf == table.name }
        }
    }

    /// The files in `plaintext`, opened as the convention says that they are.
    func content(_ plaintext: any ByteSource, _ tables: [ConventionTable]) throws -> any DropContent {
        let limits = convention.drops.limits
        if let archive = convention.archive, tables.contains(where: { $0.entry != nil }) {
            return try ArchiveContent(
                Unpacking.archive(plaintext, format: archive.format, limits: limits), tables,
                manifest: archive.manifestEntry.map { entry in
                    ArchiveContent.Manifest(entry: entry) { try $0.problems(convention, archiveName: name) }
                })
        }
        let compression = tables.first?.compression ?? .none
        return SingleFile(try Unpacking.file(plaintext, compression: compression, limits: limits))
    }

    /// The rules of opposition updates of this name, and whom they are about.
    ///
    /// - Throws: ``DropFault/noOppositions``, ``DropFault/unknownName(expected:)``.
    func oppositions() throws -> (rules: OppositionRules, person: PersonRules) {
        guard let rules = convention.oppositions, let person = convention.person else { throw DropFault.noOppositions }
        guard try matches(rules.namePattern) else { throw DropFault.unknownName(expected: [rules.nameExample]) }
        return (rules, person)
    }

    /// The sealed file `source`, opened, with the file `signature` beside it; `handedOver` is its digest where it was handed over.
    func open(
        _ source: FileSource, identities: EnvelopeIdentities, signature: [UInt8]?, handedOver: SHA256Digest? = nil
    ) throws -> SealedFile {
        try SealedFile(
            source, policy: convention.drops.envelope, identities: identities, signature: signature,
            handedOver: handedOver, arrivedAt: arrivedAt)
    }

    /// What `body` makes of the plaintext of a sealed file, and who signed it; see ``open(_:identities:signature:handedOver:)``.
    func unsealed<Result>(
        _ source: FileSource, identities: EnvelopeIdentities, signature: [UInt8]?, handedOver: SHA256Digest? = nil,
        _ body: (any ByteSource) throws -> Result
    ) throws -> (Result, signer: SignerIdentity?) {
        let file = try open(source, identities: identities, signature: signature, handedOver: handedOver)
        let result = try file.plaintext.judged(body)
        return (result, try file.finish())
    }

    /// The verdict where what was found forbids publication.
    func refusal(_ result: DropPassResult) -> Verdict? {
        // No row of such a drop was written on the way: whatever was asked for, there is nothing to publish.
        if result.tables.contains(where: { !$0.quarantine.isEmpty }) { return .quarantined(result) }
        let faults = result.tables.compactMap { table -> DropFault? in
            guard let rule = table.dropRule else { return table.overTolerance(convention.tolerance) }
            let broken = table.table.plan.rules[rule]
            return .rule(table: table.table.name, code: broken.code, field: broken.field)
        }
        let misstated = result.manifest?.otherRows(result) ?? []
        return faults.isEmpty && misstated.isEmpty ? nil : .refused(misstated + faults, result)
    }

    private func matches(_ pattern: String) throws -> Bool { try Pattern(pattern).matches(name) }
}

extension Verdict {
    /// The verdict that `body` comes to; what is wrong with the producer's file is one too, faults of the machine are thrown.
    static func of(_ body: () throws -> Verdict) throws -> Verdict {
        do {
            return try body()
        } catch {
            guard let faults = Verdict.faults(error) else { throw error }
            return Verdict.incident(faults).map(Verdict.stopped) ?? .refused(faults, nil)
        }
    }
}
