internal import Columns
internal import Records
package import Support

/// Reads the codes of an official file with the parser that reads drops: streaming, strict, every limit checked.
///
/// Spaces around a code mean nothing: fixed columns of older files are filled up with them. Of records with one code the last
/// counts: official lists have one record for each span of validity, the newest at the end.
package struct NomenclatureReader {
    private static let readSize = 1 << 20
    private static let space = UInt8(ascii: " ")

    private let file: NomenclatureFile
    private let plan: RecordPlan
    private let header: NomenclatureHeader
    private let parser: BlockParser
    private var entries: [(code: [UInt8], label: [UInt8])] = []

    /// Reads `source` to its end.
    ///
    /// - Throws: ``NomenclatureFault``, or what the source throws.
    package static func read(_ source: any ByteSource, _ file: NomenclatureFile) throws -> NomenclatureList {
        var buffer = [UInt8](repeating: 0, count: readSize)
        var head: [UInt8] = []
        var total = 0
        func next() throws -> Int {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
            total += count
            guard total <= NomenclatureFile.maximumBytes else {
                throw NomenclatureFault.tooLarge(limit: NomenclatureFile.maximumBytes)
            }
            return count
        }
        while head.count < NomenclatureHeader.maximumBytes, !head.contains(UInt8(ascii: "\n")) {
            let count = try next()
            if count == 0 { break }
            head += buffer[..<count]
        }
        let header = try NomenclatureHeader(head, file)
        var reader = try NomenclatureReader(file, header)
        var splitter = try reader.splitter()
        try reader.take { () throws(RecordsFaults) in
            try splitter.push(head.span.extracting(droppingFirst: header.length))
        }
        while true {
            let count = try next()
            if count == 0 { break }
            try reader.take { () throws(RecordsFaults) in try splitter.push(buffer.span.extracting(first: count)) }
        }
        try reader.take { () throws(RecordsFaults) in try splitter.finish() }
        return try reader.list()
    }

    private init(_ file: NomenclatureFile, _ header: NomenclatureHeader) throws {
        self.file = file
        self.header = header
        var dialect = file.dialect
        // The header was read already, so that its columns may have any names.
        dialect.hasHeader = false
        let fields = header.names.indices.map { Field(name: "\($0 + 1)", type: .string) }
        do throws(RecordsFault) {
            plan = try RecordPlan(
                schema: TableSchema(name: "nomenclature", fields: fields), dialect: dialect,
                needed: header.names.indices.map { header.code.contains($0) || header.label == $0 })
            parser = try BlockParser(plan, seed: .random())
        } catch {
            throw NomenclatureFault.unreadable(reason: error.code, line: "1")
        }
    }

    private func splitter() throws -> TableSplitter {
        do throws(RecordsFaults) {
            return try TableSplitter([plan])
        } catch {
            throw unreadable(error)
        }
    }

    private func unreadable(_ error: RecordsFaults) -> NomenclatureFault {
        if error.code == "csv.empty" { return .empty }
        let line = error.arguments["line"].flatMap(UInt64.init).map { $0 + header.lines } ?? 1
        return .unreadable(reason: error.code, line: String(line))
    }

    private mutating func take(_ blocks: () throws(RecordsFaults) -> [RecordBlock]) throws {
        let cut: [RecordBlock]
        do throws(RecordsFaults) {
            cut = try blocks()
        } catch {
            throw unreadable(error)
        }
        for block in cut { try add(parser.parse(block)) }
    }

    private mutating func add(_ block: ParsedBlock) throws {
        if let first = block.violations.examples.min(by: { $0.line < $1.line }) {
            throw NomenclatureFault.record(
                line: first.line + header.lines, reason: FaultCode(rawValue: plan.rules[first.rule].code),
                count: Int(block.violations.counts.reduce(0, +)))
        }
        for row in 0..<block.rowCount {
            let code = header.code.flatMap { trimmed(block, $0, row) }
            guard NomenclatureReader.isCode(code) else {
                throw NomenclatureFault.code(line: block.lines[row] + header.lines)
            }
            entries.append((code, header.label.map { trimmed(block, $0, row) } ?? []))
        }
        guard entries.count <= 2 * CodeList.maximumCodes else {
            throw NomenclatureFault.tooManyCodes(limit: CodeList.maximumCodes)
        }
    }

    private func trimmed(_ block: ParsedBlock, _ column: Int, _ row: Int) -> [UInt8] {
        guard let values = block.columns[column], case .bytes(let texts) = values.values else { return [] }
        var text = texts.entry(row)[...]
        while text.first == NomenclatureReader.space { text.removeFirst() }
        while text.last == NomenclatureReader.space { text.removeLast() }
        return Array(text)
    }

    private static func isCode(_ code: [UInt8]) -> Bool {
        let refused = Set("\";".utf8)
        return !code.isEmpty && code.count <= CodeList.maximumLength
            && code.allSatisfy { $0 >= 0x20 && $0 != 0x7f && !refused.contains($0) }
    }

    private func list() throws(NomenclatureFault) -> NomenclatureList {
        guard !entries.isEmpty else { throw .empty }
        var list = NomenclatureList(columns: header.code.map { header.names[$0] })
        list.rows = entries.count
        let order = entries.indices.sorted { first, second in
            let (a, b) = (entries[first].code, entries[second].code)
            return a == b ? first < second : a.lexicographicallyPrecedes(b)
        }
        for index in order {
            if list.codes.last == entries[index].code {
                list.labels.removeLast()
            } else {
                list.codes.append(entries[index].code)
            }
            list.labels.append(entries[index].label)
        }
        guard list.codes.count <= CodeList.maximumCodes else { throw .tooManyCodes(limit: CodeList.maximumCodes) }
        return list
    }
}
