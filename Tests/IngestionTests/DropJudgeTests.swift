import Convention
import Envelope
import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// What the producer's desk says of a drop is what the gateway says.
@Suite struct DropJudgeTests {
    /// A drop, and the state that both must find.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let state: String
        let file: [UInt8]
        var name = "SIDEP_20261119.csv.age"
        var channel = DropChannel.data
    }

    static let cases: [Case] = [
        Case(testDescription: "a good day", state: "ingested", file: Day.file((1...500).map { Day.row($0) })),
        Case(
            testDescription: "broken records", state: "partial",
            file: Day.file(
                (1...900).map { Day.row($0) } + [
                    Day.row(901, ["sexe": "X"]), Day.row(902, ["resultat": ""]),
                    Day.row(903, ["cp_residence": "ABCDE"]),
                ])),
        Case(
            testDescription: "the same key twice", state: "partial",
            file: Day.file((1...900).map { Day.row($0) } + [Day.row(7), Day.row(8)])),
        Case(
            testDescription: "an identifier that stands for nobody", state: "ingested",
            file: Day.file(
                (1...900).map { Day.row($0) } + [
                    Day.row(901, ["pseudo_patient": String(repeating: "0", count: 64)])
                ])),
        Case(
            testDescription: "a nominative value", state: "quarantined",
            file: Day.file([Day.row(1), Day.row(2, ["nom": "DURAND"])])),
        Case(
            testDescription: "too many broken records", state: "rejected",
            file: Day.file((1...20).map { Day.row($0, ["sexe": "X"]) })),
        Case(testDescription: "another header", state: "rejected", file: Array("a;b\n1;2\n".utf8)),
        Case(testDescription: "nothing", state: "rejected", file: []),
        Case(testDescription: "another name", state: "rejected", file: Day.file([]), name: "other.csv.age"),
        Case(
            testDescription: "an opposition update", state: "partial",
            file: Day.oppositions([
                "\(Day.person(1));add;2026-01-01;", "\(Day.person(2));withdraw;2026-01-01;all", "x;maybe;tomorrow;",
            ]), name: "OPPOSITION_SIDEP_20261119.csv.age", channel: .oppositions),
    ]

    @Test(arguments: cases)
    func `the desk says what the gateway says, word for word`(_ drop: Case) throws {
        let harness = try IngestionHarness()
        let end = try harness.ingest(drop.file, drop.name, channel: drop.channel)
        let judge = try DropJudge(
            harness.convention, now: IngestionHarness.start, workers: 2, directory: harness.folder.path)
        let sealed = try harness.folder.write("sealed", try harness.seal(drop.file))
        let contents: [DeskDrop.Content] = [
            .plain { MemorySource(drop.file) },
            .sealed(path: sealed, identities: EnvelopeIdentities(age: [harness.identity]), signature: nil),
        ]
        for content in contents {
            let judgement = try judge.judge(DeskDrop(name: drop.name, channel: drop.channel, content: content))
            #expect(judgement.state.rawValue == drop.state)
            #expect(end.receipt["state"]?.string == drop.state)
            for member in ["reasons", "rules", "schemaVersion", "signer"] {
                #expect(text(judgement.json[member]) == text(end.receipt[member]), "\(member)")
            }
            // The receipt of an update counts its lines by what they did to the matrix.
            if drop.channel == .data {
                let counts = ["read", "kept", "rejected", "excluded", "duplicate"]
                for name in counts {
                    #expect(
                        judgement.json["tables"]?.array?.map { $0[name]?.integer }
                            == end.receipt["tables"]?.array?.map { $0[name]?.integer })
                }
            }
            #expect(String(decoding: judgement.report ?? [], as: UTF8.self) == end.report)
        }
    }

    @Test func `keys that do not fit in memory are judged as the gateway judges them`() throws {
        let rows = (1...3000).map { Day.row($0) } + [Day.row(1)]
        let harness = try IngestionHarness(keyBytes: 1)
        let end = try harness.ingest(Day.file(rows))
        let judge = try DropJudge(
            harness.convention, now: IngestionHarness.start, workers: 2, directory: harness.folder.path)
        let judgement = try judge.judge(
            DeskDrop(name: "SIDEP_20261119.csv.age", content: .plain { MemorySource(Day.file(rows)) }))
        #expect(end.state.rawValue == "partial" && judgement.state == .partial)
        #expect(String(decoding: judgement.report ?? [], as: UTF8.self) == end.report)
    }

    @Test func `a signature beside a sealed file is judged, and one that is asked for must be there`() throws {
        let key = try SSHPrivateKey.generate()
        let policy = EnvelopePolicy(
            formats: [.age], requiresSignature: true, signers: [.ssh(key.publicKey)])
        let harness = try IngestionHarness(envelope: policy)
        let sealed = try harness.seal(Day.file([Day.row(1)]))
        let path = try harness.folder.write("sealed", sealed)
        let judge = try DropJudge(
            harness.convention, now: IngestionHarness.start, workers: 1, directory: harness.folder.path)
        func judged(_ signature: [UInt8]?) throws -> Judgement {
            try judge.judge(
                DeskDrop(
                    name: "SIDEP_20261119.csv.age",
                    content: .sealed(
                        path: path, identities: EnvelopeIdentities(age: [harness.identity]), signature: signature)))
        }
        let good = try SSHSignature.sign(message: sealed, namespace: SSHSignature.dropNamespace, key: key)
        let other = try SSHSignature.sign(message: sealed + [0], namespace: SSHSignature.dropNamespace, key: key)
        #expect(try judged(good).state == .ingested)
        #expect(try judged(nil).codes == ["envelope.signature-missing"])
        #expect(try judged(other).codes == ["envelope.signature-wrong"])
    }

    @Test func `a convention that is not in force judges nothing`() throws {
        let harness = try IngestionHarness()
        let judge = try DropJudge(
            harness.convention, now: Timestamp(seconds: 0), workers: 1, directory: harness.folder.path)
        let judgement = try judge.judge(
            DeskDrop(name: "SIDEP_20261119.csv.age", content: .plain { MemorySource(Day.file([Day.row(1)])) }))
        #expect(judgement.codes == ["drop.convention-not-in-force"])
    }

    private func text(_ value: JSONValue?) -> String { value.map { JSONWriter.string($0) } ?? "absent" }
}
