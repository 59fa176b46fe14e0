import Columns
import Foundation
import Records
import Support
import Testing

/// Columns that come as codes say what columns in full say.
@Suite struct CodingTests {
    /// Cells of each field of ``Samples/everyType()``, sound and not.
    private static let cells: [[String]] = [
        ["A001", "B123", "A1", "", "C999"], ["Anne", "Zoe", "x", "trop long", "", "\u{e9}t\u{e9}"],
        ["1", "07", "130", "-4", "douze", ""], ["1.5", "2e3", "NaN", ""], ["12.50", "7", "1.234", ""],
        ["oui", "non", "peut-etre", ""], ["01/02/2024", "31/02/2024", "", "29/02/2024"],
        ["2024-01-01T10:00Z", "2024-01-01T25:00Z", ""],
    ]

    private func file(rows: Int, seed: UInt64) -> [UInt8] {
        var generator = Generator(state: seed)
        var text = "id;nom;age;poids;prix;ok;jour;moment\n"
        for row in 0..<rows {
            // A broken form now and then.
            if row % 97 == 13 { text += "A001;deux champs\n" }
            let cells = Self.cells.map { $0[Int(generator.next() % UInt64($0.count))] }
            text += cells.joined(separator: ";") + "\n"
        }
        return Array(text.utf8)
    }

    /// The blocks of `bytes`, by codes and in full.
    private func both(_ schema: TableSchema, _ bytes: [UInt8]) throws -> (coded: [ParsedBlock], plain: Parsed, Parsed) {
        var limits = RecordLimits()
        (limits.blockBytes, limits.recordBytes) = (4096, 4096)
        let all = schema.fields.map { _ in true }
        let coding = try RecordPlan(schema: schema, dialect: CSVDialect(), coded: all, limits: limits)
        let parser = try BlockParser(coding, seed: Samples.seed)
        let blocks = try Samples.split(coding, bytes).map(parser.parse)
        let plan = try RecordPlan(schema: schema, dialect: CSVDialect(), limits: limits)
        return (blocks, try Samples.parse(plan, bytes), Parsed(coding, blocks))
    }

    @Test func `say the same as columns in full, of sound and of broken values, over many blocks`() throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let (blocks, plain, coded) = try both(Samples.everyType(), file(rows: 1500, seed: seed))
            #expect(blocks.count > 10)
            for column in blocks.flatMap(\.columns) {
                guard case .coded = column?.values else {
                    Issue.record("a column in full")
                    return
                }
            }
            #expect(coded == plain)
            #expect(plain.counts.count == 8)
        }
    }

    @Test func `know a text again in a later block, also a long one`() throws {
        let long = String(repeating: "libell\u{e9} ", count: 6)
        let rows = (0..<600).map { "\($0 % 3 == 0 ? long + "un" : long + "deux");\($0 % 2 == 0 ? "" : "x")" }
        let (blocks, plain, coded) = try both(
            Samples.texts("a", "b"), Array(("a;b\n" + rows.joined(separator: "\n")).utf8))
        #expect(coded == plain)
        guard case .coded(let last) = blocks.last?.columns[0]?.values else {
            Issue.record("no codes")
            return
        }
        #expect(last.list.values == .bytes(ByteColumn(["", long + "un", long + "deux"])))
    }

    @Test func `end where a field has too many texts, and nothing is lost`() throws {
        let rows = (0..<20_000).map { "id\($0);\($0 % 5)" }
        let (blocks, plain, coded) = try both(
            Samples.texts("a", "b"), Array(("a;b\n" + rows.joined(separator: "\n")).utf8))
        #expect(coded == plain)
        let isCoded = blocks.map { block in
            block.columns.map { column in if case .coded = column?.values { true } else { false } }
        }
        #expect(isCoded.first == [true, true])
        #expect(isCoded.last == [false, true])
    }

    @Test func `are not given of a field that a rule reads`() throws {
        var schema = Samples.texts("a", "b")
        schema.primaryKey = [0]
        let (blocks, plain, coded) = try both(schema, Array("a;b\n1;x\n2;x\n".utf8))
        #expect(coded == plain)
        guard case .bytes = blocks[0].columns[0]?.values, case .coded = blocks[0].columns[1]?.values else {
            Issue.record("codes where they cannot be used")
            return
        }
    }
}
