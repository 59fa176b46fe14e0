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

        init(
            _ title: String, _ code: String, name: String = "SIDEP_20261120.csv.age", sealed: Bool = true,
            _ bytes: @escaping @Sendable () -> [UInt8]
        ) {
            self.title = title
            self.code = code
            self.name = name
            isSealed = sealed
            self.bytes = bytes
        }
    }

    static let cases: [Case] = [
        Case("random bytes", "envelope.not-agreed", sealed: false) {
            var generator = SeededGenerator(7)
            return (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        },
        Case("an empty file", "envelope.empty", sealed: false) { [] },
        Case("plain text instead of an envelope", "envelope.not-sealed", sealed: false) { Sidep.day(3) },
        Case("an envelope around nothing", "csv.empty") { [] },
        Case("a missing column", "csv.column-missing") {
            Sidep.file([], columns: Sidep.columns.filter { $0 != "sexe" })
        },
        Case("an unknown column", "csv.column-unknown") { Sidep.file([], columns: Sidep.columns + ["autre"]) },
        Case("reordered columns", "csv.column-moved") { Sidep.file([], columns: Sidep.columns.reversed()) },
        Case("a duplicate header", "csv.column-duplicated") { Sidep.file([], columns: Sidep.columns + ["sexe"]) },
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
        Case("NUL bytes in the header", "csv.not-text") { [0, 0, 0, 59, 0, 10] },
        Case("CR as line end", "csv.line-ends") { Sidep.file([Sidep.row(1)], lineEnd: "\r") },
        Case("another separator", "csv.header-missing") { Sidep.day(3).map { $0 == UInt8(ascii: ";") ? 44 : $0 } },
        Case("a header in another encoding", "csv.header-encoding") {
            Sidep.file([], columns: Sidep.columns.dropLast() + ["labo"]).map { $0 == UInt8(ascii: "b") ? 0xe9 : $0 }
        },
        Case("records without a header", "csv.header-missing") {
            Array(Sidep.day(3).drop { $0 != 10 }.dropFirst())
        },
        Case("text behind a closed quote in every record", "drop.over-tolerance") {
            Sidep.file([Sidep.row(1, ["id_test": "\"a\"b"])])
        },
        Case("an armored envelope that breaks off", "envelope.truncated", sealed: false) {
            Array("-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCg==\n".utf8)
        },
        Case("a zip file", "envelope.not-sealed", sealed: false) {
            [0x50, 0x4b, 3, 4] + [UInt8](repeating: 7, count: 999)
        },
        Case("a name for no table", "drop.unknown-name", name: "AUTRE_20261120.csv.age") { Sidep.day(2) },
    ]

    @Test(arguments: cases)
    func `a bad drop is refused with its code, nothing is published, the gateway lives on`(_ bad: Case) throws {
        let gateway = try Gateway()
        try gateway.start()
        let path =
            bad.isSealed ? try gateway.seal(bad.bytes(), bad.name) : try gateway.desk.write(bad.name, bad.bytes())
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
        flipped[sealed.count / 2] ^= 1
        let other = try Tool.run("age-keygen", []).output.split(separator: "\n").last.map(String.init) ?? ""
        let otherRecipient = try Tool.run("age-keygen", ["-y"], stdin: Array(other.utf8)).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let foreign = try Tool.run("age", ["-r", otherRecipient], stdin: Sidep.day(10)).stdout
        let expected: [(String, [UInt8], String)] = [
            ("SIDEP_20261101.csv.age", Array(sealed.dropLast(sealed.count / 2)), "envelope.truncated"),
            ("SIDEP_20261102.csv.age", flipped, "envelope.altered"),
            ("SIDEP_20261103.csv.age", foreign, "envelope.not-for-us"),
            ("SIDEP_20261104.csv.age", sealed + [1], "envelope.truncated"),
            ("SIDEP_20261105.csv.age", sealed + sealed, "envelope.altered"),
            ("SIDEP_20261106.csv.age", Array(sealed.prefix(20)), "envelope.truncated"),
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
        let names = [
            "/inbox/../../escape", "/etc/passwd", "/nowhere/x", "/inbox/a/b",
            "/inbox/" + String(repeating: "n", count: 255),
            "/inbox/" + String(repeating: "n", count: 10_000), "/inbox/a\tb", "/inbox/a\u{1b}[31mb",
            "/inbox/a\u{202e}b",
        ]
        for name in names {
            #expect(try gateway.sftp(["put \"\(local)\" \"\(name)\""]).status != 0, "\(name.count) characters")
        }
        #expect(gateway.inbox().isEmpty)
        #expect(gateway.uploads().isEmpty)
        #expect(try gateway.sftp(["symlink /etc/passwd /inbox/link"]).status != 0)
        #expect(try gateway.sftp(["mkdir /inbox/folder"]).status != 0)
        #expect(try gateway.sftp(["get /inbox/../../../etc/passwd \(gateway.desk.file("p"))"]).status != 0)
        #expect(gateway.receiptsNow().isEmpty)
        #expect(try gateway.send(Sidep.day(5), "SIDEP_20261121.csv.age").state == "ingested")
    }

    @Test func `300 MB of one line are refused in bounded memory`() throws {
        let gateway = try Gateway()
        // The line comes after a good header, so that it is the records that never end.
        let sealed = try gateway.sealOutput("yes A | tr -d '\\n' | head -c 300000000")
        let receipt = try gateway.ingestAlone(sealed)
        #expect(receipt.state == "rejected")
        #expect(receipt.reason == "csv.record-too-long", "\(receipt.text)")
        let peak = try gateway.peakMemory()
        #expect(peak > 0 && peak < 256 << 20, "\(peak >> 20) MiB")
        try gateway.expectNothingPublished()
    }

    @Test func `600,000 records that each break five rules are counted in bounded memory`() throws {
        let gateway = try Gateway()
        let row = Sidep.row(
            1, ["sexe": "Q", "resultat": "?", "cp_residence": "?", "type_test": "?", "code_loinc": "?"])
        let sealed = try gateway.sealOutput("yes '\(row.joined(separator: ";"))' | head -n 600000")
        let receipt = try gateway.ingestAlone(sealed)
        #expect(receipt.reason == "drop.over-tolerance", "\(receipt.text)")
        #expect(receipt.counts("test")["rejected"] == 600_000)
        #expect(receipt.broken("field.enum", "sexe") == 600_000)
        #expect(try gateway.errorReport(receipt).count <= 5 * 1000)
        let peak = try gateway.peakMemory()
        #expect(peak > 0 && peak < 512 << 20, "\(peak >> 20) MiB")
        try gateway.expectNothingPublished()
    }

    @Test func `bytes that are no SSH, and connections that say nothing, disturb nobody`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let peers = try (0..<12).map { number in
            try RunningTool(
                "python3", ["-c", Self.stranger, String(gateway.port), String(number % 3)])
        }
        for peer in peers { #expect(peer.waits(for: "connected")) }
        #expect(try gateway.send(Sidep.day(5), "SIDEP_20261121.csv.age").state == "ingested")
    }

    /// Connects, sends nothing, noise or a web request, and stays.
    private static let stranger = """
        import os, socket, sys, time
        # Another address: who behaves like this is turned away for a time.
        peer = socket.create_connection(('127.0.0.1', int(sys.argv[1])), source_address=('127.0.0.9', 0))
        noise = [b'', os.urandom(100000), b'GET / HTTP/1.1\\r\\n\\r\\n'][int(sys.argv[2])]
        try:
            peer.sendall(noise)
        except OSError:
            pass
        print('connected', flush=True)
        time.sleep(600)
        """
}
