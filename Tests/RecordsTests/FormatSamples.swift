import Records
import Support

/// Ways to run files of any format through splitter and parser.
enum Formats {
    /// What one table got out of a file.
    struct Table: Equatable {
        var rows: [[String?]] = []
        var lines: [UInt64] = []
        var broken: [String] = []
        var rejected: [Bool] = []
    }

    static func plan(
        _ format: TableFormat, _ fields: [Field], missing: [String] = [""], limits: RecordLimits = RecordLimits()
    ) throws -> RecordPlan {
        try RecordPlan(
            schema: TableSchema(name: "essai", fields: fields, missingValues: missing), format: format, limits: limits)
    }

    static func texts(_ names: String...) -> [Field] { names.map { Field(name: $0, type: .string) } }

    /// Limits with a window and records of so many bytes.
    static func small(_ window: Int) -> RecordLimits {
        var limits = RecordLimits()
        (limits.blockBytes, limits.recordBytes) = (window, window)
        return limits
    }

    static func blocks(_ plans: [RecordPlan], _ bytes: [UInt8], piece: Int = .max) throws -> [RecordBlock] {
        var splitter = try TableSplitter(plans)
        var blocks: [RecordBlock] = []
        var start = 0
        while start < bytes.count {
            let end = start + min(piece, bytes.count - start)
            blocks += try splitter.push(bytes.span.extracting(start..<end))
            start = end
        }
        return blocks + (try splitter.finish())
    }

    /// Each table's rows of the file.
    static func read(_ plans: [RecordPlan], _ bytes: [UInt8], piece: Int = .max) throws -> [Table] {
        let blocks = try blocks(plans, bytes, piece: piece)
        precondition(blocks.map(\.index) == Array(0..<blocks.count))
        return try plans.enumerated().map { index, plan in
            let parser = try BlockParser(plan, seed: Samples.seed)
            let parsed = Parsed(plan, blocks.filter { $0.table == index }.map(parser.parse))
            return Table(rows: parsed.rows, lines: parsed.lines, broken: parsed.broken, rejected: parsed.rejected)
        }
    }

    static func read(_ plan: RecordPlan, _ text: String, piece: Int = .max) throws -> Table {
        try read([plan], Array(text.utf8), piece: piece)[0]
    }

    /// What reading gives, or the codes that refuse the file, with their line.
    static func outcome(_ plans: [RecordPlan], _ bytes: [UInt8], piece: Int = .max) -> (
        tables: [Table]?, codes: [String]
    ) {
        do {
            return (try read(plans, bytes, piece: piece), [])
        } catch let error as RecordsFaults {
            return (
                nil,
                error.faults.map {
                    ([$0.code.rawValue] + [$0.arguments["line"]].compactMap(\.self)).joined(separator: " ")
                }
            )
        } catch {
            return (nil, ["\(error)"])
        }
    }
}
