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
    var convention: Convention
    /// What is known of the drop where it is an upload that was given up.
    let unfinished: HandedOverDrop.Unfinished?
    let now: Timestamp
    /// The versions of nomenclatures whose codes the convention has.
    var nomenclatures: [NomenclatureUse] = []

    /// Examines the drop whose sealed bytes `open` gives.
    func run(open: () throws -> FileSource) throws -> Verdict {
        if let verdict = try beforehand() { return verdict }
        return try Verdict.of {
            switch record.drop.channel {
            case .data: try judging().publish(open)
            case .oppositions: try readOppositions(open())
            }
        }
    }

    /// The verdict that stands before the drop is opened.
    func beforehand() throws -> Verdict? {
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
        if let fault = drop.notInForce { return .refused([fault], nil) }
        return nil
    }

    /// What its name tells of the drop.
    var drop: NamedDrop {
        NamedDrop(name: record.drop.name, convention: convention, arrivedAt: record.drop.arrivedAt)
    }

    // MARK: data

    /// The examination with the codes of the day that the drop is about.
    func judging() throws -> Examination {
        var examination = self
        (examination.convention, examination.nomenclatures) = try convention.judging(
            by: settings.nomenclatures, on: drop.day)
        return examination
    }

    private func publish(_ open: () throws -> FileSource) throws -> Verdict {
        let expected = try drop.tables()
        return try publish(expected) { pass in try unsealed(open()) { try pass(drop.content($0, expected)) } }
    }

    /// Reads a drop from its first byte on: opens it, has its content passed over, and says what was found once all is authentic.
    typealias Reader = (_ pass: (any DropContent) throws -> DropPassResult) throws -> DropPassResult

    /// Publishes the rows for the tables `expected` that `reader` reads, unless something forbids it.
    func publish(_ expected: [ConventionTable], _ reader: Reader) throws -> Verdict {
        let store = CatalogueStore(root: settings.catalogue)
        let tables = try expected.map { try CatalogueTable(CompiledTable($0, of: convention), in: store, now: now) }
        let committed = try tables.map { try $0.delta.committedTransaction(appID: record.id) }
        // A crash may have come after a commit: then the rows are there, or what is prepared follows, and the pass only counts.
        if committed.contains(where: { $0 != nil }) {
            func counted() throws -> DropPassResult {
                let result = try pass(tables, into: nil, reader)
                guard let late = result.lateKeys, late.ofKeys == nil else { return result }
                return try pass(tables, into: nil, knowing: late, reader)
            }
            let (prepared, versions) = try Publication.finish(
                tables, committed, record: record, now: now, read: counted)
            try removeOrphans(tables)
            let result = try counted()
            return .published(result.replacing(countsBy: prepared), versions: versions)
        }
        try removeOrphans(tables)
        if let stop { return stop }
        var read = try read(tables, knowing: nil, reader)
        // Records were passed on that must go: what was written is forgotten, and the drop read again with what is known now.
        // Once for what the drop replaces, once for keys.
        for _ in 0..<2 {
            guard case .again(let findings) = read else { break }
            read = try self.read(tables, knowing: findings, reader)
        }
        switch read {
        case .again: throw SystemFault.keysUnsettled
        case .refused(let verdict): return verdict
        case .whole(let publication, let result):
            let (prepared, versions) = try publication.commit(
                result, convention: convention, ledger: ledger, keys: keys, now: now)
            return .published(result.replacing(countsBy: prepared), versions: versions)
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
        _ tables: [CatalogueTable], knowing findings: KeyFindings?, _ reader: Reader
    ) throws -> Reading {
        let publication = try Publication(tables, record, settings.workers)
        let result = try pass(tables, into: publication.rows, knowing: findings, reader)
        if let refusal = drop.refusal(result) { return .refused(refusal) }
        if let late = result.lateKeys { return .again(late) }
        return .whole(publication, result)
    }

    /// Removes what a crash or a failed attempt left of this drop below `tables`.
    private func removeOrphans(_ tables: [CatalogueTable]) throws {
        for table in tables { _ = try table.delta.removeOrphans(dropID: record.id) }
    }

    private func pass(
        _ tables: [CatalogueTable], into rows: DropRowGroups?, knowing findings: KeyFindings? = nil, _ reader: Reader
    ) throws -> DropPassResult {
        let pass = DropPass(
            works: try works(tables), workers: settings.workers, directory: settings.archive,
            keyBudget: settings.keyBytes)
        var result = try reader { try pass.run($0, into: rows, knowing: findings) }
        result.nomenclatures = nomenclatures
        return result
    }

    /// What the workers share about each table.
    private func works(_ tables: [CatalogueTable]) throws -> [BlockWork] {
        try BlockWork.ofDrop(tables.map(\.compiled), exclusion: exclusion(), ring: keys.pseudonyms)
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
        let (rules, person) = try drop.oppositions()
        let pass = try OppositionPass(rules, person: person, convention: convention, ring: keys.pseudonyms)
        var updates: [OppositionUpdate] = []
        let result = try unsealed(source) { plaintext in
            let (lines, result) = try pass.run(Unpacking.file(plaintext, compression: .none))
            updates = lines
            return result
        }
        return .oppositions(updates, result)
    }

    // MARK: both

    /// What `body` finds in the plaintext of `source`, and who signed it; the bytes must be those that were handed over.
    private func unsealed(_ source: FileSource, _ body: (any ByteSource) throws -> DropPassResult) throws
        -> DropPassResult
    {
        var (result, signer) = try drop.unsealed(
            source, identities: keys.identities, signature: signature?.bytes, handedOver: record.drop.sha256, body)
        result.signer = signer
        return result
    }

    /// What keeps a drop from being tried again that has ended the ingester too often.
    var stop: Verdict? {
        record.crashes >= settings.crashesPerDrop ? .stopped(.endsIngester(times: record.crashes)) : nil
    }
}
