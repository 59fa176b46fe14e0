internal import Records

/// Writes one JSON object a line (RFC 8259), with the lists that other tables' records are.
struct JSONLinesWriter: RecordWriter {
    /// A value, with its name as it is written.
    private final class Member {
        let name: [UInt8]
        let column: Int?
        let isBare: Bool
        let members: [Member]
        let table: Int?
        let isLeaf: Bool

        init(_ node: DocumentNode, _ table: TablePlan) {
            name = JSONLinesWriter.string(Array(node.name.utf8)) + [UInt8(ascii: ":")]
            column = node.column
            isBare = node.column.map { table.columns[$0].field.type != .string } ?? false
            members = node.children.map { Member($0, table) }
            self.table = node.table
            isLeaf = node.children.isEmpty
        }
    }

    private let file: Int
    /// What the records of each table hold.
    private var records: [Int: Member] = [:]
    private static let comma = UInt8(ascii: ",")

    init(_ plan: SynthesisPlan, file: Int) {
        self.file = file
        for table in plan.members(ofFile: file) {
            records[table.index] = Member(DocumentNode(records: table, of: plan), table)
        }
    }

    func write(_ family: BatchFamily, to output: inout [UInt8]) {
        guard let batch = family.batches[file] else { return }
        var ranges: [Int: [Range<Int>]] = [:]
        for table in family.batches.keys where table != file { ranges[table] = family.ranges(table) }
        for row in 0..<batch.count {
            record(file, row, family, ranges, to: &output)
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// Writes record `row` of table `table`.
    private func record(
        _ table: Int, _ row: Int, _ family: BatchFamily, _ ranges: [Int: [Range<Int>]], to output: inout [UInt8]
    ) {
        guard let member = records[table], let batch = family.batches[table] else { return }
        // A record that is no object.
        if member.members.isEmpty, member.column != nil, !batch.isBroken[row] {
            return value(member, batch, row, to: &output)
        }
        object(member, batch, row, isRecord: true, family, ranges, to: &output)
    }

    private func object(
        _ member: Member, _ batch: RecordBatch, _ row: Int, isRecord: Bool, _ family: BatchFamily,
        _ ranges: [Int: [Range<Int>]], to output: inout [UInt8]
    ) {
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        for inner in member.members {
            if !isFirst { output.append(JSONLinesWriter.comma) }
            isFirst = false
            output += inner.name
            if let table = inner.table {
                list(table, ranges[table]?[row] ?? 0..<0, family, ranges, to: &output)
            } else if inner.isLeaf {
                value(inner, batch, row, to: &output)
            } else {
                object(inner, batch, row, isRecord: false, family, ranges, to: &output)
            }
        }
        if isRecord, batch.isBroken[row] {
            if !isFirst { output.append(JSONLinesWriter.comma) }
            output += Array(#""ecluse:stranger":1"#.utf8)
        }
        output.append(UInt8(ascii: "}"))
    }

    private func list(
        _ table: Int, _ rows: Range<Int>, _ family: BatchFamily, _ ranges: [Int: [Range<Int>]],
        to output: inout [UInt8]
    ) {
        output.append(UInt8(ascii: "["))
        for row in rows {
            if row > rows.lowerBound { output.append(JSONLinesWriter.comma) }
            record(table, row, family, ranges, to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }

    private func value(_ member: Member, _ batch: RecordBatch, _ row: Int, to output: inout [UInt8]) {
        guard let column = member.column, let range = batch.range(column, row) else {
            return output += Array("null".utf8)
        }
        if member.isBare, JSONLinesWriter.isBare(batch.bytes, range) {
            output.append(contentsOf: batch.bytes[range])
        } else if JSONLinesWriter.isPlain(batch.bytes, range) {
            output.append(UInt8(ascii: "\""))
            output.append(contentsOf: batch.bytes[range])
            output.append(UInt8(ascii: "\""))
        } else {
            output += JSONLinesWriter.string(Array(batch.bytes[range]))
        }
    }

    @inline(__always)
    private static func isPlain(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        for index in range {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
        }
        return true
    }

    /// Whether the text is a number of RFC 8259 §6 without an exponent, or a word of it.
    private static func isBare(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let text = bytes[range]
        if text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8) { return true }
        var digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
        let whole = digits.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        digits = digits.dropFirst(whole.count)
        if digits.isEmpty { return true }
        guard digits.popFirst() == UInt8(ascii: "."), !digits.isEmpty else { return false }
        return digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// A string (RFC 8259 §7).
    private static func string(_ text: [UInt8]) -> [UInt8] {
        var output = [UInt8(ascii: "\"")]
        let hexadecimal = Array("0123456789abcdef".utf8)
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                output += Array("\\u00".utf8) + [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        return output + [UInt8(ascii: "\"")]
    }
}
