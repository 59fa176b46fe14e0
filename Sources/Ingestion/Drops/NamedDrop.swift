internal import Containers
internal import Convention
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
            return try ArchiveContent(Unpacking.archive(plaintext, format: archive.format, limits: limits), tables)
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

    /// What `body` makes of the plaintext of the sealed file `source`, and who signed it: inside, or in the file `signature` beside.
    func unsealed<Result>(
        _ source: FileSource, identities: EnvelopeIdentities, signature: [UInt8]?,
        _ body: (any ByteSource) throws -> Result
    ) throws -> (Result, signer: SignerIdentity?) {
        let policy = convention.drops.envelope
        let detached = try detachedSignature(signature, source)
        let envelope = try EnvelopeOpener.open(source, identities: identities, policy: policy, now: arrivedAt)
        guard detached != nil || !policy.needsSignatureBeside(envelope.format) else {
            throw EnvelopeFault.signatureMissing
        }
        let result = try envelope.judged(body)
        let finding = try envelope.finish {
            try detached.map { try $0.finding(digest: source.finish($0.hash)) } ?? .unsigned
        }
        return (result, finding.signer)
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
        return faults.isEmpty ? nil : .refused(faults, result)
    }

    /// What is known of the signature beside the drop before the drop is read.
    private func detachedSignature(_ signature: [UInt8]?, _ source: FileSource) throws -> DetachedSignature? {
        guard let signature, convention.drops.envelope.takesSignaturesBeside else { return nil }
        let detached = try DetachedSignature(signature, policy: convention.drops.envelope, day: arrivedAt.date)
        if detached.hash == .sha512 { try source.hashAlso() }
        return detached
    }

    private func matches(_ pattern: String) throws -> Bool { try Pattern(pattern).matches(name) }
}

extension Verdict {
    /// The verdict that `body` comes to; what is wrong with the producer's file is one too, faults of the machine are thrown.
    static func of(_ body: () throws -> Verdict) throws -> Verdict {
        do {
            return try body()
        } catch let fault as RecordsFaults {
            return .refused(fault.faults, nil)
        } catch let fault as RecordsFault {
            return .refused([fault], nil)
        } catch let fault as EnvelopeFault {
            return .refused([fault], nil)
        } catch let fault as ContainerFault {
            return .refused([fault], nil)
        } catch let fault as DropFault {
            return fault.isIncident ? .stopped(fault) : .refused([fault], nil)
        }
    }
}
