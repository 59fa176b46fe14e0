import Containers
import Convention
import Envelope
import Exclusion
import Foundation
import Ingestion
import Pseudonymisation
import Records
import Support
import TestSupport
import Testing
import Treatment

/// Every code that a receipt can name has a sentence in both languages, and what fills it.
@Suite struct ReceiptMessageTests {
    /// A code of each kind of fault, with its arguments.
    private static let faults: [any Fault] = envelopes + containers + drops

    private static let envelopes: [EnvelopeFault] =
        EnvelopeKind.allCases.flatMap { [.notSealed($0), .notAgreed($0, agreed: [.age])] } + [
            .empty, .unsupportedVersion, .passphrase, .headerMalformed(line: 2), .headerTooLong, .headerAltered,
            .notForUs,
            .truncated(bytes: 7), .altered(chunk: 3), .trailingData, .armorMalformed(line: 4),
            .keyMalformed(kind: "ssh"),
            .signatureMalformed, .signatureWrong, .contentAltered, .contentTooLong, .structureMalformed(offset: 9),
            .unsupportedAlgorithm("3DES"),
            .weakKeyTransport, .unauthenticated, .attributesAfterContent, .mimeMessage,
            .signatureMissing, .signerUnknown, .signerExpired, .signerUsage, .signerRevoked, .revocationsOutdated,
            .openPGP(.malformed(offset: 12)), .openPGP(.unprotected), .openPGP(.altered), .openPGP(.surplus),
            .openPGP(.expands(limit: 2)),
        ]

    private static let containers: [ContainerFault] =
        ContainerKind.allCases.flatMap { [.mismatch(found: $0, expected: .gzip), .nested($0)] } + [
            .truncated(bytes: 1), .damaged(bytes: 2), .trailingData, .tooLarge(limit: 3), .ratio(limit: 4), .window,
            .tooManyEntries(limit: 5), .entryName(entry: 6), .entryKind(entry: 7), .encrypted(entry: 8),
            .unsupported(entry: 9, feature: "sparse"), .directoryDiffers, .changed(entry: 1),
        ]

    private static let drops: [DropFault] = [
        .unknownEntry(entry: 1, expected: ["a"]), .repeatedEntry(entry: 2, table: "rpu"),
        .missingEntries(tables: ["rpu"]),
        .conventionNotInForce, .periodNotCovered(day: CivilDate(days: 0)), .periodMalformed,
        .nominativeLayout(layout: "RSS", table: "rpu"), .unknownName(expected: ["a", "b"]), .noOppositions, .changed,
        .overTolerance(table: "rpu", rejected: 1, read: 2, tolerance: 0.01),
        .rule(table: "rpu", code: "field.type", field: "age"),
        .rule(table: "rpu", code: "rule.a", field: nil), .tooManyOppositions(limit: 10),
        .endsIngester(times: 3), .signatureAlone(minutes: 60), .tooManyGroups(table: "rpu"),
        .neverFinished(size: 1, begun: Timestamp(seconds: 1), written: Timestamp(seconds: 2)),
    ]

    /// Codes that stand as literals where a module makes them.
    private func literals(_ folder: String, _ pattern: Regex<(Substring, Substring)>) throws -> Set<FaultCode> {
        var codes: Set<FaultCode> = []
        for path in Checkout.files(below: "Sources/" + folder, suffix: ".swift") {
            for match in try Checkout.text(path).matches(of: pattern) {
                codes.insert(FaultCode(rawValue: String(match.1)))
            }
        }
        return codes
    }

    private func expectSentence(_ code: FaultCode, _ arguments: [String: String]?) {
        for language in Language.allCases {
            let message = Ingester.messages[code]
            #expect(message != nil, "\(code) has no sentence")
            guard let message else { return }
            #expect(!message.text(language).isEmpty, "\(code) says nothing in \(language)")
            guard let arguments else { continue }
            #expect(!message.text(language, arguments).contains("{"), "\(code) lacks an argument")
        }
    }

    @Test func `every fault of a drop or its envelope has a sentence and fills it`() {
        for fault in Self.faults { expectSentence(fault.code, fault.arguments) }
    }

    @Test func `the list of faults above is whole`() throws {
        let listed = Set(Self.faults.map(\.code))
        let made = try literals("Envelope", /case \.\w+: "(envelope\.[a-z-]+)"/)
            .union(literals("Containers", /case \.\w+: "(container\.[a-z-]+)"/))
            .union(literals("Ingestion", /case \.\w+: "(drop\.[a-z-]+)"/))
        #expect(made == listed)
    }

    @Test func `every fault of the records as a whole has a sentence`() throws {
        let codes = try literals("Records", /RecordsFault\(\s*"([a-z.-]+)"/)
        #expect(codes.count > 20)
        for code in codes { expectSentence(code, nil) }
    }

    @Test func `every remark of a receipt has a sentence and fills it`() throws {
        let codes = try literals("Ingestion", /Remark\(\s*"([a-z.-]+)"/)
        #expect(codes.contains("drop.duplicate") && codes.contains("drop.discarded"))
        for code in codes { expectSentence(code, ["received": "2026-11-20", "tables": "a", "before": "2026-11-20"]) }
    }

    @Test func `every finding of a treatment has a sentence and fills it`() {
        let arguments = ["table": "t", "field": "f", "count": "1", "line": "2"]
        for kind in QuarantineFinding.Kind.allCases { expectSentence(kind.code, arguments) }
        for reason in TreatmentViolation.Reason.allCases { expectSentence(reason.code, arguments) }
    }

    @Test(arguments: Checkout.files(below: "Conventions", suffix: "/convention.json"))
    func `every rule of a convention has a sentence and fills it`(path: String) throws {
        let folder = Checkout.root + "/" + path.dropLast("/convention.json".count)
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = Array(try #require(FileManager.default.contents(atPath: folder + "/" + name)))
        }
        let convention = try #require(ConventionLoader.load(files).convention)
        let schemas = convention.tables.map(\.schema.withPatternsAlone)
        let rules = try zip(convention.tables, schemas).flatMap {
            try RecordPlan(schema: $1, format: $0.format, tables: schemas).rules
        }
        #expect(rules.contains { $0.code.hasPrefix("rule.") })
        for rule in rules { expectSentence(rule.message, rule.arguments) }
    }

    @Test func `each kind of rule that a field can have has a sentence`() {
        for kind in RuleKind.allCases { expectSentence(FaultCode(rawValue: "field.\(kind.rawValue)"), ["field": "f"]) }
    }
}
