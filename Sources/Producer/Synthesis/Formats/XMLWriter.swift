internal import Convention
internal import Records

/// Writes an XML document (XML 1.0) with the elements of all tables of a file.
struct XMLWriter: RecordWriter {
    /// An element, with its tags as they are written.
    private final class Element {
        let start: [UInt8]
        let end: [UInt8]
        let column: Int?
        let attributes: [(start: [UInt8], column: Int)]
        let children: [Element]
        let table: Int?
        /// It is written although it has no value.
        let isRequired: Bool

        init(_ node: DocumentNode, _ encoder: TextEncoder) {
            start = encoder.encode("<" + node.name)
            end = encoder.encode("</" + node.name + ">")
            column = node.column
            attributes = node.attributes.map { (encoder.encode(" " + $0.name + "=\""), $0.column) }
            children = node.children.map { Element($0, encoder) }
            table = node.table
            isRequired = node.isRequired || !node.children.isEmpty
        }
    }

    private let file: Int
    private let encoder: TextEncoder
    private let encoding: TextEncoding
    private var records: [Int: Element] = [:]
    /// The document around the records of the file's own table.
    private let root: DocumentNode
    /// The path of those records.
    private let path: [String]
    private let isSpecial: [Bool]

    init(_ plan: SynthesisPlan, file: Int, _ encoding: TextEncoding) {
        self.file = file
        self.encoding = encoding
        encoder = TextEncoder(encoding)
        let table = plan.tables[file]
        for member in plan.members(ofFile: file) {
            records[member.index] = Element(DocumentNode(records: member, of: plan), encoder)
        }
        path = PlaceFinder.record(table.table)
        root = DocumentNode(path.first ?? "")
        for (column, place) in table.places.enumerated() {
            if case .above(nil, let path) = place { XMLWriter.add(path, column, to: root) }
        }
        for (number, path) in table.shared.enumerated() where table.columns[table.schema.fields.count + number].isOfFile
        {
            XMLWriter.add(path, table.schema.fields.count + number, to: root)
        }
        for head in plan.members(ofFile: file) where head.owner == nil && head.index != file {
            root.node(PlaceFinder.record(head.table).dropFirst()).table = head.index
        }
        var isSpecial = [Bool](repeating: false, count: 256)
        for byte in "&<>\"".utf8 { isSpecial[Int(byte)] = true }
        self.isSpecial = isSpecial
    }

    private static func add(_ path: DocumentPath, _ column: Int, to root: DocumentNode) {
        let node = root.node(path.steps.dropFirst())
        if let attribute = path.attribute { node.attributes.append((attribute, column)) } else { node.column = column }
    }

    func begin(_ heads: [Int: RecordBatch], first: RecordBatch?, to output: inout [UInt8]) {
        output += Array("<?xml version=\"1.0\" encoding=\"\(encoding.rawValue)\"?>\n".utf8)
        open(root, depth: 1, heads, first, to: &output)
    }

    /// Opens an element around the records: what else is in it comes first.
    private func open(
        _ node: DocumentNode, depth: Int, _ heads: [Int: RecordBatch], _ first: RecordBatch?, to output: inout [UInt8]
    ) {
        let element = Element(node, encoder)
        guard depth < path.count else { return }
        if let first { begin(element, first, 0, to: &output) } else { output += element.start + Array(">".utf8) }
        output.append(UInt8(ascii: "\n"))
        for (child, written) in zip(node.children, element.children) where child.name != path[depth] {
            around(written, heads, first, to: &output)
        }
        guard depth + 1 < path.count else { return }
        open(node.node([path[depth]]), depth: depth + 1, heads, first, to: &output)
    }

    /// Writes an element beside the records, with the records of a table that has one.
    private func around(
        _ element: Element, _ heads: [Int: RecordBatch], _ first: RecordBatch?, to output: inout [UInt8]
    ) {
        if let table = element.table {
            guard let batch = heads[table], let record = records[table] else { return }
            let family = BatchFamily(batches: heads, file: table)
            for row in 0..<batch.count { write(record, batch, row, family, [:], isRecord: true, to: &output) }
            return
        }
        guard let first else { return }
        begin(element, first, 0, to: &output)
        for child in element.children { around(child, heads, first, to: &output) }
        output += element.end
        output.append(UInt8(ascii: "\n"))
    }

    func end(to output: inout [UInt8]) {
        for name in path.dropLast().reversed() { output += encoder.encode("</" + name + ">\n") }
    }

    func write(_ family: BatchFamily, to output: inout [UInt8]) {
        guard let batch = family.batches[file], let record = records[file] else { return }
        var ranges: [Int: [Range<Int>]] = [:]
        for table in family.batches.keys where table != file { ranges[table] = family.ranges(table) }
        for row in 0..<batch.count { write(record, batch, row, family, ranges, isRecord: true, to: &output) }
    }

    /// Writes an element of record `row`, the record itself among them.
    private func write(
        _ element: Element, _ batch: RecordBatch, _ row: Int, _ family: BatchFamily, _ ranges: [Int: [Range<Int>]],
        isRecord: Bool, to output: inout [UInt8]
    ) {
        begin(element, batch, row, to: &output)
        for child in element.children {
            if let table = child.table {
                guard let inner = family.batches[table], let record = records[table] else { continue }
                for place in ranges[table]?[row] ?? 0..<0 {
                    write(record, inner, place, family, ranges, isRecord: true, to: &output)
                }
            } else if child.isRequired || has(child, batch, row) {
                write(child, batch, row, family, ranges, isRecord: false, to: &output)
            }
        }
        if isRecord, batch.isBroken[row] { output += Array("<ECLUSE/>".utf8) }
        output += element.end
        if isRecord { output.append(UInt8(ascii: "\n")) }
    }

    private func has(_ element: Element, _ batch: RecordBatch, _ row: Int) -> Bool {
        if let column = element.column, batch.range(column, row) != nil { return true }
        return element.attributes.contains { batch.range($0.column, row) != nil }
    }

    /// Writes the start of an element and its text.
    private func begin(_ element: Element, _ batch: RecordBatch, _ row: Int, to output: inout [UInt8]) {
        output += element.start
        for attribute in element.attributes {
            guard let range = batch.range(attribute.column, row) else { continue }
            output += attribute.start
            text(batch, range, to: &output)
            output.append(UInt8(ascii: "\""))
        }
        output.append(UInt8(ascii: ">"))
        if let column = element.column, let range = batch.range(column, row) { text(batch, range, to: &output) }
    }

    private func text(_ batch: RecordBatch, _ range: Range<Int>, to output: inout [UInt8]) {
        var isPlain = true
        for index in range where isSpecial[Int(batch.bytes[index])] { isPlain = false }
        guard !isPlain else { return encoder.append(batch.bytes, range, to: &output) }
        var escaped: [UInt8] = []
        for byte in batch.bytes[range] {
            switch byte {
            case UInt8(ascii: "&"): escaped += Array("&amp;".utf8)
            case UInt8(ascii: "<"): escaped += Array("&lt;".utf8)
            case UInt8(ascii: ">"): escaped += Array("&gt;".utf8)
            case UInt8(ascii: "\""): escaped += Array("&quot;".utf8)
            default: escaped.append(byte)
            }
        }
        encoder.append(escaped, 0..<escaped.count, to: &output)
    }
}
