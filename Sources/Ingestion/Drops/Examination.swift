internal import Catalogue
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
        if let earlier = try ledger.earlierDrop(sha256: record.drop.sha256, convention: convention.id, than: record.id)
        {
            return .duplicate(of: earlier)
        }
        guard convention.isInForce(on: record.drop.arrivedAt.date) else {
            return .refused([DropFault.conventionNotInForce], nil)
        }
        do {
            switch record.drop.channel {
            case .data: return try publish(open())
            case .oppositions: return try readOppositions(open())
            }
        } catch let fault as RecordsFaults {
            return .refused(fault.faults, nil)
        } catch let fault as RecordsFault {
            return .refused([fault], nil)
        } catch let fault as EnvelopeFault {
            return .refused([fault], nil)
        } catch let fault as DropFault {
            return .refused([fault], nil)
        }
    }

    // MARK: data

    private func publish(_ source: FileSource) throws -> Verdict {
        let table = try CompiledTable(try self.table(), of: convention)
        let store = CatalogueStore(root: settings.catalogue)
        let delta = try store.createTable(
            base: table.base, table: table.name, schema: table.parquet, description: nil, now: now)
        // A crash may have come after the commit: then the rows are there, and the pass only counts.
        let committed = try delta.committedTransaction(appID: record.id)
        _ = try delta.removeOrphans(dropID: record.id)
        if committed == nil, let stop { return stop }
        let publication = committed == nil ? try Publication(table, delta, record, settings.workers) : nil

        let pass = TablePass(work: try work(table), workers: settings.workers)
        let envelope = try opened(source)
        var result = try envelope.judged { try pass.run($0, into: publication?.rows) }
        result.signer = try envelope.finish().signer
        try check(source)
        if let committed {
            // The matrix may have changed since, or the day: what was published is what was counted then.
            if let counts = record.prepared.flatMap(RecordCounts.init(json:)) { result.counts = counts }
            return .published(result, tableVersion: committed.tableVersion)
        }
        if let refusal = refusal(result) { return refusal }
        guard
            let version = try publication?.commit(result, convention: convention, ledger: ledger, keys: keys, now: now)
        else { throw DropFault.changed }
        return .published(result, tableVersion: version)
    }

    /// The verdict where what was found forbids publication.
    private func refusal(_ result: TablePassResult) -> Verdict? {
        // No row of such a drop was written on the way: whatever was asked for, there is nothing to publish.
        if !result.quarantine.isEmpty { return .quarantined(result) }
        if let rule = result.dropRule {
            let broken = result.table.plan.rules[rule]
            return .refused([DropFault.rule(code: broken.code, field: broken.field)], result)
        }
        guard result.counts.rejectedShare > convention.tolerance else { return nil }
        let counts = result.counts
        return .refused(
            [DropFault.overTolerance(rejected: counts.rejected, read: counts.read, tolerance: convention.tolerance)],
            result)
    }

    private func table() throws -> ConventionTable {
        for table in convention.tables where try matches(table.namePattern) { return table }
        throw DropFault.unknownName(expected: convention.tables.map(\.nameExample))
    }

    private func work(_ table: CompiledTable) throws -> BlockWork {
        BlockWork(
            table: table, exclusion: try exclusion(), ring: keys.pseudonyms, surrogateKey: try Surrogates.newKey(),
            keySeed: .random())
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
        let envelope = try opened(source)
        var (updates, result) = try envelope.judged { try pass.run($0) }
        result.signer = try envelope.finish().signer
        try check(source)
        return .oppositions(updates, result)
    }

    // MARK: both

    private func opened(_ source: FileSource) throws -> OpenedEnvelope {
        try EnvelopeOpener.open(
            source, identities: keys.identities, policy: convention.drops.envelope, now: record.drop.arrivedAt)
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
