internal import Catalogue
internal import Containers
internal import Convention
internal import Crypto
internal import Envelope
internal import Exclusion
internal import Ledger
internal import Patterns
internal import Pseudonymisation
internal import Records
internal import Spool
internal import Support

/// Opens a drop, reads it to its end and, where nothing forbids it, publishes its rows.
///
/// Faults of the producer's file become a ``Verdict``; faults of the machine are thrown, and the drop is tried again later.
struct Examination {
    let settings: IngestionSettings
    let keys: IngestionKeys
    let ledger: any Ledger
    let exclusions: ExclusionCache
    let record: DropRecord
    /// The file that came beside the drop.
    let signature: DropSignature?
    let convention: Convention
    /// What is known of the drop where it is an upload that was given up.
    let unfinished: HandedOverDrop.Unfinished?
    let now: Timestamp

    /// Examines the drop whose sealed bytes `open` gives.
    func run(open: () throws -> FileSource) throws -> Verdict {
        if let unfinished {
            let fault = DropFault.neverFinished(
                size: record.drop.size, begun: unfinished.begunAt, written: unfinished.writtenAt)
            return .refused([fault], nil)
        }
        if Ingester.isSignature(record.drop.name, convention) {
            return .refused([DropFault.signatureAlone(minutes: settings.signatureMinutes)], nil)
        }
        if let earlier = try ledger.earlierDrop(sha256: record.drop.sha256, convention: convention.id, than: record.id)
        {
            return .duplicate(of: earlier)
        }
        guard convention.isInForce(on: record.drop.arrivedAt.date) else {
            return .refused([DropFault.conventionNotInForce], nil)
        }
        do {
            switch record.drop.channel {
            case .data: return try publish(open)
            case .oppositions: return try readOppositions(open())
            }
        } catch let fault as RecordsFaults {
            return .refused(fault.faults, nil)
        } catch let fault as RecordsFault {
            return .refused([fault], nil)
        } catch let fault as EnvelopeFault {
            return .refused([fault], nil)
        } catch let fault as ContainerFault {
            return .refused([fault], nil)
        } catch let fault as DropFault {
            return .refused([fault], nil)
        }
    }

    // MARK: data

    private func publish(_ open: () throws -> FileSource) throws -> Verdict {
        let store = CatalogueStore(root: settings.catalogue)
        let expected = try self.tables()
        let tables = try expected.map { try CatalogueTable(CompiledTable($0, of: convention), in: store, now: now) }
        let committed = try tables.map { try $0.delta.committedTransaction(appID: record.id) }
        // A crash may have come after a commit: then the rows are there, or what is prepared follows, and the pass only counts.
        if committed.contains(where: { $0 != nil }) {
            let (prepared, versions) = try Publication.finish(tables, committed, record: record, now: now)
            try removeOrphans(tables)
            let result = try pass(open(), expected, tables, into: nil)
            return .published(result.replacing(countsBy: prepared), versions: versions)
        }
        try removeOrphans(tables)
        if let stop { return stop }
        var read = try read(open(), expected, tables, knowing: nil)
        // Records were passed on that must go: what was written is forgotten, and the drop read again with what is known now.
        if case .again(let findings) = read { read = try self.read(open(), expected, tables, knowing: findings) }
        switch read {
        case .again: throw SystemFault.keysUnsettled
        case .refused(let verdict): return verdict
        case .whole(let publication, let result):
            let versions = try publication.commit(
                result, convention: convention, ledger: ledger, keys: keys, now: now)
            return .published(result, versions: versions)
        }
    }

    /// What reading a drop to its end comes to.
    private enum Reading {
        case whole(Publication, DropPassResult)
        case refused(Verdict)
        case again(KeyFindings)
    }

    /// Reads the drop into new data files, which are removed unless they are whole.
    private func read(
        _ source: FileSource, _ expected: [ConventionTable], _ tables: [CatalogueTable], knowing findings: KeyFindings?
    ) throws -> Reading {
        let publication = try Publication(tables, record, settings.workers)
        let result = try pass(source, expected, tables, into: publication.rows, knowing: findings)
        if let refusal = refusal(result) { return .refused(refusal) }
        if let late = result.lateKeys { return .again(late) }
        return .whole(publication, result)
    }

    /// Removes what a crash or a failed attempt left of this drop below `tables`.
    private func removeOrphans(_ tables: [CatalogueTable]) throws {
        for table in tables { _ = try table.delta.removeOrphans(dropID: record.id) }
    }

    private func pass(
        _ source: FileSource, _ expected: [ConventionTable], _ tables: [CatalogueTable], into rows: DropRowGroups?,
        knowing findings: KeyFindings? = nil
    ) throws -> DropPassResult {
        let pass = DropPass(
            works: try works(tables), workers: settings.workers, directory: settings.archive,
            keyBudget: settings.keyBytes)
        let detached = try detachedSignature(source)
        let envelope = try opened(source, detached)
        var result = try envelope.judged { try pass.run(content($0, expected), into: rows, knowing: findings) }
        result.signer = try envelope.finish { try finding(detached, source) }.signer
        try check(source)
        return result
    }

    /// The verdict where what was found forbids publication.
    private func refusal(_ result: DropPassResult) -> Verdict? {
        // No row of such a drop was written on the way: whatever was asked for, there is nothing to publish.
        if result.tables.contains(where: { !$0.quarantine.isEmpty }) { return .quarantined(result) }
        let faults = result.tables.compactMap { table -> DropFault? in
            guard let rule = table.dropRule else { return table.overTolerance(convention.tolerance) }
            let broken = table.table.plan.rules[rule]
            return .rule(table: table.table.name, code: broken.code, field: broken.field)
        }
        return faults.isEmpty ? nil : .refused(faults, result)
    }

    /// The tables that the drop is for.
    private func tables() throws -> [ConventionTable] {
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
    private func content(_ plaintext: any ByteSource, _ tables: [ConventionTable]) throws -> any DropContent {
        let limits = convention.drops.limits
        if let archive = convention.archive, tables.contains(where: { $0.entry != nil }) {
            return try ArchiveContent(Unpacking.archive(plaintext, format: archive.format, limits: limits), tables)
        }
        let compression = tables.first?.compression ?? .none
        return SingleFile(try Unpacking.file(plaintext, compression: compression, limits: limits))
    }

    /// What the workers share about each table; the keys are those of the drop, so that a value has one surrogate in all tables.
    private func works(_ tables: [CatalogueTable]) throws -> [BlockWork] {
        let exclusion = try exclusion()
        let surrogateKey = try Surrogates.newKey()
        let seed = KeySeed.random()
        return tables.map { table in
            BlockWork(
                table: table.compiled, exclusion: exclusion, ring: keys.pseudonyms, surrogateKey: surrogateKey,
                keySeed: seed)
        }
    }

    /// The persons to leave out today.
    private func exclusion() throws -> ExclusionSet? {
        guard let person = convention.person else { return nil }
        guard let secret = keys.pseudonyms.current(person.domain) else {
            throw PseudonymisationFault.secretMissing(domain: person.domain)
        }
        return try exclusions.set(
            ExclusionScope(
                domain: person.domain, epoch: secret.epoch, base: convention.card.base, purpose: nil, day: now.date),
            in: ledger)
    }

    // MARK: oppositions

    private func readOppositions(_ source: FileSource) throws -> Verdict {
        if let stop { return stop }
        guard let rules = convention.oppositions, let person = convention.person else { throw DropFault.noOppositions }
        guard try matches(rules.namePattern) else { throw DropFault.unknownName(expected: [rules.nameExample]) }
        let pass = try OppositionPass(rules, person: person, convention: convention, ring: keys.pseudonyms)
        let detached = try detachedSignature(source)
        let envelope = try opened(source, detached)
        var (updates, result) = try envelope.judged { try pass.run(Unpacking.file($0, compression: .none)) }
        result.signer = try envelope.finish { try finding(detached, source) }.signer
        try check(source)
        return .oppositions(updates, result)
    }

    // MARK: both

    /// What is known of the signature beside the drop before the drop is read.
    private func detachedSignature(_ source: FileSource) throws -> DetachedSignature? {
        guard let signature, convention.drops.envelope.takesSignaturesBeside else { return nil }
        let detached = try DetachedSignature(
            signature.bytes, policy: convention.drops.envelope, day: record.drop.arrivedAt.date)
        if detached.hash == .sha512 { try source.hashAlso() }
        return detached
    }

    /// Whose signature beside the drop it is, now that the drop was read.
    private func finding(_ detached: DetachedSignature?, _ source: FileSource) throws -> SignatureFinding {
        guard let detached else { return .unsigned }
        return try detached.finding(digest: source.finish(detached.hash))
    }

    private func opened(_ source: FileSource, _ detached: DetachedSignature?) throws -> OpenedEnvelope {
        let policy = convention.drops.envelope
        let envelope = try EnvelopeOpener.open(
            source, identities: keys.identities, policy: policy, now: record.drop.arrivedAt)
        guard detached != nil || !policy.needsSignatureBeside(envelope.format) else {
            throw EnvelopeFault.signatureMissing
        }
        return envelope
    }

    /// What keeps a drop from being tried again that has ended the ingester too often.
    private var stop: Verdict? {
        record.crashes >= settings.crashesPerDrop ? .stopped(.endsIngester(times: record.crashes)) : nil
    }

    private func matches(_ pattern: String) throws -> Bool {
        try Pattern(pattern).matches(record.drop.name)
    }

    /// The bytes must be those that were handed over, now that all of them were read.
    private func check(_ source: FileSource) throws {
        guard try source.finish() == record.drop.sha256 else { throw DropFault.changed }
    }
}
