import Foundation
import Support
import TestSupport
import Testing

/// Nothing that a producer sends may crash, hang or grow a process; each bad drop gets a receipt with a code and a sentence.
@Suite(.serialized) struct BadInputTests {
    /// A drop that no convention allows, and the code of its receipt.
    struct Case: CustomTestStringConvertible, Sendable {
        let title: String
        let code: String
        let name: String
        /// Nil where the bytes are sent as they are, without an envelope.
        let isSealed: Bool
        let bytes: @Sendable () -> [UInt8]
        var testDescription: String { title }

        init(_ title: String, _ code: String, name: String = "SIDEP_20261120.csv.age", sealed: Bool = true, _ bytes: @escaping @Sendable () -> [UInt8]) {
            self.title = title
            self.code = code
            self.name = name
            isSealed = sealed
            self.bytes = bytes
        }
    }

    static let cases: [Case] = [
        Case("random bytes", "envelope.unknown-format", sealed: false) {
            var generator = SeededGenerator(7)
            return (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        },
        Case("an empty file", "envelope.empty", sealed: false) { [] },
        Case("plain text instead of an envelope", "envelope.not-sealed", sealed: false) { Sidep.day(3) },
        Case("an envelope around nothing", "csv.empty") { [] },
        Case("a missing column", "csv.missing-column") {
            Sidep.file([], columns: Sidep.columns.filter { $0 != "sexe" })
        },
        Case("an unknown column", "csv.unknown-column") { Sidep.file([], columns: Sidep.columns + ["autre"]) },
        Case("reordered columns", "csv.reordered-column") { Sidep.file([], columns: Sidep.columns.reversed()) },
        Case("a duplicate header", "csv.duplicate-column") { Sidep.file([], columns: Sidep.columns + ["sexe"]) },
        Case("100,000 columns", "csv.header-too-long") {
            Array((0..<100_000).map { "c\($0)" }.joined(separator: ";").utf8) + [10]
        },
        Case("5,000 columns", "csv.too-many-columns") {
            Array((0..<5_000).map { "c\($0)" }.joined(separator: ";").utf8) + [10]
        },
        Case("an unterminated quote", "csv.unterminated-quote") {
            Sidep.file([Sidep.row(1)]) + Array("\"abc;def\nghi\n".utf8)
        },
        Case("one endless line", "csv.record-too-long") { Sidep.file([]) + [UInt8](repeating: 65, count: 20 << 20) },
        Case("UTF-16", "csv.utf16") { [0xff, 0xfe] + Sidep.day(2).flatMap { [$0, 0] } },
        Case("NUL bytes in every record", "drop.over-tolerance") { Sidep.file([Sidep.row(1, ["code_loinc": "a\0b"])]) },
        Case("invalid UTF-8 in every record", "drop.over-tolerance") {
            Sidep.file([Sidep.row(1)]).map { $0 == UInt8(ascii: "T") ? 0xff : $0 }
        },
        Case("ragged rows", "drop.over-tolerance") { Sidep.file([["a", "b"], ["c"]]) },
        Case("a name for no table", "drop.unknown-name", name: "AUTRE_20261120.csv.age") { Sidep.day(2) },
    ]

    @Test(arguments: cases) func `a bad drop is refused with its code, nothing is published, the gateway lives on`(_ bad: Case) throws {
        let gateway = try Gateway()
        try gateway.start()
        let path = bad.isSealed ? try gateway.seal(bad.bytes(), bad.name) : try gateway.desk.write(bad.name, bad.bytes())
        try gateway.put(path)
        let receipt = try gateway.outcome(of: bad.name)
        #expect(receipt.state == "rejected")
        #expect(receipt.reason == bad.code || receipt.reasons.contains(bad.code), "\(receipt.text)")
        #expect(receipt.text.contains("["), "the sentence is there with its code")
        #expect(try gateway.rows("sidep", "test") == 0)
        #expect(gateway.dataFiles().isEmpty)
        let good = try gateway.send(Sidep.day(5), "SIDEP_20261121.csv.age")
        #expect(good.state == "ingested")
    }

    @Test func `truncated, tampered and foreign envelopes are told apart and refused`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let sealed = Array(try Data(contentsOf: URL(fileURLWithPath: try gateway.seal(Sidep.day(2000), "whole.age"))))
        var flipped = sealed
        flipped[sealed.count - 1000] ^= 1
        let other = try Tool.run("age-keygen", []).output.split(separator: "\n").last.map(String.init) ?? ""
        let otherRecipient = try Tool.run("age-keygen", ["-y"], stdin: Array(other.utf8)).output.trimmingCharacters(in: .whitespacesAndNewlines)
        let foreign = try Tool.run("age", ["-r", otherRecipient], stdin: Sidep.day(10)).stdout
        let expected: [(String, [UInt8], String)] = [
            ("SIDEP_20261101.csv.age", Array(sealed.dropLast(sealed.count / 2)), "envelope.truncated"),
            ("SIDEP_20261102.csv.age", flipped, "envelope.altered"),
            ("SIDEP_20261103.csv.age", foreign, "envelope.not-for-us"),
            ("SIDEP_20261104.csv.age", sealed + [1], "envelope.trailing-data"),
        ]
        for (name, bytes, code) in expected {
            try gateway.put(try gateway.desk.write(name, bytes))
            let receipt = try gateway.outcome(of: name)
            #expect(receipt.state == "rejected")
            #expect(receipt.reason == code, "\(name): \(receipt.text)")
        }
        #expect(try gateway.rows("sidep", "test") == 0)
        #expect(gateway.dataFiles().isEmpty)
    }

    @Test func `names that reach outside, control characters, long names and links are refused at the door`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let local = try gateway.desk.write("x", [1, 2, 3])
        for name in ["/inbox/../../escape", "/etc/passwd", "/nowhere/x", "/inbox/a/b", "/inbox/" + String(repeating: "n", count: 255)] {
            #expect(try gateway.sftp(["put \"\(local)\" \"\(name)\""]).status != 0, "\(name.count) characters")
        }
        #expect(try gateway.sftp(["symlink /etc/passwd /inbox/link"]).status != 0)
        #expect(try gateway.sftp(["mkdir /inbox/folder"]).status != 0)
        #expect(try gateway.sftp(["get /inbox/../../../etc/passwd \(gateway.desk.file("p"))"]).status != 0)
        #expect(gateway.receiptsNow().isEmpty)
        #expect(try gateway.send(Sidep.day(5), "SIDEP_20261121.csv.age").state == "ingested")
    }
}
