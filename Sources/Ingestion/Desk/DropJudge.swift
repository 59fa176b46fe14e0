internal import Containers
package import Convention
package import Envelope
internal import Exclusion
internal import Ledger
internal import Platform
internal import Pseudonymisation
internal import Receipts
package import Support

/// The gateway's own engine on the producer's desk, which says what the gateway would answer to a file.
///
/// It runs the pass of the ingester (``DropPass``) over the same tables with the same rules and treatments, and throws the treated
/// rows away. What it lacks is nothing that a verdict hangs on, but for three things that only the gateway knows: whether the
/// same file came before, who opposed (such rows count as kept here), and the day of arrival, which is taken to be `day`.
/// Pseudonyms are made with secrets that exist for the length of a check, so that a value that cannot be treated is found here too.
package struct DropJudge: Sendable {
    /// Places of an error report for each rule and field: the gateway's own default.
    package static let errorLines = ErrorReport.defaultExamples

    private let convention: Convention
    private let now: Timestamp
    private let workers: Int
    private let directory: String
    private let ring: PseudonymKeyRing
    private let nomenclatures: NomenclatureLibrary

    /// A judge of drops of `convention` that arrive at `now`, with `workers` threads; hashes of keys that do not fit in memory go
    /// to a nameless file in `directory`, and codes are looked up in `nomenclatures`.
    package init(
        _ convention: Convention, now: Timestamp, workers: Int, directory: String,
        nomenclatures: NomenclatureLibrary = NomenclatureLibrary()
    ) throws {
        self.convention = convention
        self.nomenclatures = nomenclatures
        self.now = now
        self.workers = workers
        self.directory = directory
        ring = try PseudonymKeyRing(convention.domains.map { try PseudonymSecret.generate(domain: $0) })
    }

    /// What would become of `drop`.
    ///
    /// - Throws: what reading the file throws, and ``NomenclatureFault/notInstalled(name:)`` where a list is missing that the
    /// convention cannot do without; what is wrong with the drop is told by the ``Judgement``.
    package func judge(_ drop: DeskDrop) throws -> Judgement {
        let named = NamedDrop(name: drop.name, convention: convention, arrivedAt: now)
        let verdict = try Verdict.of {
            if let fault = named.notInForce { throw fault }
            return switch drop.channel {
            case .data: try judgeData(drop, named)
            case .oppositions: try judgeOppositions(drop, named)
            }
        }
        return try Judgement(verdict, name: drop.name, convention)
    }

    private func judgeData(_ drop: DeskDrop, _ named: NamedDrop) throws -> Verdict {
        if try DeliveryRole(drop.name, drop.channel, convention) == .manifest { return try judgeManifest(drop, named) }
        let (convention, used) = try convention.judging(by: nomenclatures, on: named.day)
        let named = NamedDrop(name: named.name, convention: convention, arrivedAt: now)
        let expected = try named.tables()
        let pass = DropPass(
            works: try BlockWork.ofDrop(
                expected.map { try CompiledTable($0, of: convention) }, exclusion: nil, ring: ring),
            workers: workers, directory: directory)
        func read(knowing findings: KeyFindings?) throws -> DropPassResult {
            try drop.plaintext(of: named) { try pass.run(named.content($0, expected), into: nil, knowing: findings) }
        }
        var result = try read(knowing: nil)
        // As the ingester does, so that the report names the same records: once for what the drop replaces, once for keys.
        for _ in 0..<2 {
            guard named.refusal(result) == nil, let late = result.lateKeys else { break }
            result = try read(knowing: late)
        }
        result.nomenclatures = used
        return named.refusal(result) ?? .published(result, versions: [])
    }

    /// What a manifest says by itself; whether the files are what it says is seen where all are there.
    private func judgeManifest(_ drop: DeskDrop, _ named: NamedDrop) throws -> Verdict {
        let result = try drop.plaintext(of: named) { plaintext in
            let bytes = try ManifestContents.read(plaintext, limit: DeliveryManifest.maximumBytes)
            let problems = try DeliveryManifest(json: bytes).problems(convention, name: drop.name)
            guard problems.isEmpty else { throw ManifestFaults(faults: problems) }
            return DropPassResult(tables: [])
        }
        return .published(result, versions: [])
    }

    private func judgeOppositions(_ drop: DeskDrop, _ named: NamedDrop) throws -> Verdict {
        let (rules, person) = try named.oppositions()
        let pass = try OppositionPass(rules, person: person, convention: convention, ring: ring)
        let result = try drop.plaintext(of: named) { try pass.run(Unpacking.file($0, compression: .none)).1 }
        return .oppositions([], result)
    }
}

/// A drop on the producer's desk, sealed or not yet.
package struct DeskDrop {
    /// What its bytes are, and how they are read from the start; large drops with keys may be read twice.
    package enum Content {
        /// What will be sealed.
        case plain(() throws -> any ByteSource)
        /// A sealed file that one of `identities` opens, and the signature beside it.
        case sealed(path: String, identities: EnvelopeIdentities, signature: [UInt8]?)
    }

    /// The name that it will have in the account.
    package let name: String
    package let channel: DropChannel
    package let content: Content

    /// The drop `name` for `channel`.
    package init(name: String, channel: DropChannel = .data, content: Content) {
        self.name = name
        self.channel = channel
        self.content = content
    }

    fileprivate func plaintext(of named: NamedDrop, _ body: (any ByteSource) throws -> DropPassResult) throws
        -> DropPassResult
    {
        switch content {
        case .plain(let open): return try body(open())
        case .sealed(let path, let identities, let signature):
            let source = try FileSource(FileDescriptor.open(path, .read))
            var (result, signer) = try named.unsealed(source, identities: identities, signature: signature, body)
            result.signer = signer
            return result
        }
    }
}
