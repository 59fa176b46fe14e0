import Envelope
import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Signatures beside drops that cannot be read, are none, or come for a name that was there before.
@Suite struct SignatureTests {
    private let key: SSHPrivateKey

    init() throws { key = try SSHPrivateKey.generate() }

    private func harness(required: Bool = true) throws -> IngestionHarness {
        let policy = EnvelopePolicy(formats: [.age], requiresSignature: required, signers: [.ssh(key.publicKey)])
        return try IngestionHarness(envelope: policy)
    }

    private func sign(_ harness: IngestionHarness, _ id: String, _ name: String) throws -> String {
        let signature = try SSHSignature.sign(
            message: harness.folder.read(harness.payload(id)), namespace: SSHSignature.dropNamespace, key: key)
        return try harness.handOver(sealed: signature, name + ".sig")
    }

    /// Puts a directory where the sealed bytes of an upload are.
    private func makeUnreadable(_ harness: IngestionHarness, _ id: String) throws {
        let path = harness.folder.file(harness.payload(id))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    @Test func `a signature and a drop that cannot be read keep no other drop waiting`() throws {
        let harness = try harness()
        let names = (1...3).map { "SIDEP_20261119_\($0).csv.age" }
        let drops = try names.enumerated().map { try harness.handOver(Day.file([Day.row($0.offset)]), $0.element) }
        let broken = try sign(harness, drops[0], names[0])
        try makeUnreadable(harness, broken)
        try makeUnreadable(harness, drops[1])
        _ = try sign(harness, drops[2], names[2])
        #expect(try harness.ingester.sweep() == 1)
        #expect(try harness.end(drops[2]).state == .ingested)
        #expect(try harness.ledger.drop(drops[0])?.state == .received)
        for id in [broken, drops[1]] { #expect(try harness.ledger.drop(id) == nil) }
        #expect(try harness.ledger.signature(drop: drops[0]) == nil)
        #expect(try harness.rows() == 1)
        // What is said of them names no file and no fault of the machine's that could hold one.
        for id in [broken, drops[1]] { #expect(try harness.journal("inbox.malformed").contains { $0.contains(id) }) }
    }

    @Test func `nothing is kept of a file in clear that has the name of a signature`() throws {
        let harness = try harness()
        let name = "SIDEP_20261119.csv.age"
        let canary = "CANARY-DUPONT-1980"
        let drop = try harness.handOver(Day.file([Day.row(1)]), name)
        _ = try harness.handOver(sealed: Array("nom;prenom\n\(canary);x\n".utf8), name + ".sig")
        #expect(try harness.ingester.sweep() == 1)
        let end = try harness.end(drop)
        #expect(end.record.result.codes == ["envelope.signature-malformed"])
        #expect(try harness.ledger.signature(drop: drop)?.bytes == [])
        let files = harness.folder.allFiles()
        #expect(files.contains { $0.hasPrefix("ledger.sqlite") } && files.contains { $0.hasPrefix("archive/") })
        #expect(!files.contains { $0.hasSuffix(".sealed.sig") })
        for file in files {
            let text = String(decoding: try harness.folder.read(file), as: UTF8.self)
            #expect(!text.contains(canary), "\(file)")
        }
        #expect(harness.dataFiles() == [])
    }

    @Test func `a drop that an operator sends round again does not take the signature of a later one`() throws {
        let harness = try harness(required: false)
        let name = "SIDEP_20261119.csv.age"
        let old = try harness.ingest(Day.file([Day.row(1, ["nom": "x"])]), name)
        #expect(old.state == .quarantined)
        let id = old.record.id
        _ = try harness.ledger.request(
            .retry, drop: id, operatorName: "test", note: "", at: IngestionHarness.start)
        let later = try harness.handOver(Day.file([Day.row(2)]), name)
        let signature = try sign(harness, later, name)
        _ = try harness.ingester.sweep()
        #expect(try harness.ledger.signature(drop: id) == nil)
        #expect(try harness.ledger.signature(drop: later)?.id == signature)
        #expect(try harness.end(id).state == .quarantined)
        #expect(try harness.end(later).state == .ingested)
    }

    @Test func `ledger and journal name the key that signed, and nobody where nobody did`() throws {
        let harness = try harness(required: false)
        let name = "SIDEP_20261119.csv.age"
        let drop = try harness.handOver(Day.file([Day.row(1)]), name)
        _ = try sign(harness, drop, name)
        let unsigned = try harness.handOver(Day.file([Day.row(2)]), "SIDEP_20261120.csv.age")
        _ = try harness.ingester.sweep()
        let signer = "ssh " + key.publicKey.fingerprint
        #expect(try harness.end(drop).record.result.signer == signer)
        #expect(try harness.end(drop).receipt["signer"]?.string == signer)
        #expect(try harness.end(unsigned).record.result.signer == nil)
        let lines = try harness.journal("drop.ended").map { try JSONParser.parse(Array($0.utf8)) }
        let told = Dictionary(uniqueKeysWithValues: lines.map { ($0["drop"]?.string ?? "", $0["signer"]?.string) })
        #expect(told == [drop: signer, unsigned: nil])
    }
}
