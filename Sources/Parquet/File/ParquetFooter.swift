/// The footer of a file, read back: enough to check what was written and to find chunks.
package struct ParquetFooter: Sendable, Equatable {
    /// A node of the schema.
    package struct Element: Sendable, Equatable {
        package var name = ""
        package var physical: Int32?
        package var optional = false
        package var children = 0
        /// The older name of its logical type, and what that needs.
        var converted: Int32?
        var scale: Int32?
        var precision: Int32?
        /// Whether its logical type is a moment on a wall clock, which has no older name.
        var isLocalTimestamp = false
    }

    /// A column chunk.
    package struct Chunk: Sendable, Equatable {
        package var path: [String] = []
        package var codec: Int32 = 0
        package var values: Int64 = 0
        package var uncompressedSize: Int64 = 0
        package var compressedSize: Int64 = 0
        package var dataOffset: Int64 = 0
        package var dictionaryOffset: Int64?
        package var nullCount: Int64?
        package var minimum: [UInt8]?
        package var maximum: [UInt8]?
        /// Whether it has a Bloom filter.
        var hasBloomFilter = false
    }

    /// A row group.
    package struct RowGroup: Sendable, Equatable {
        package var chunks: [Chunk] = []
        package var rows: Int64 = 0
        /// Columns by which its rows are sorted, ascending and nulls first.
        var sortedBy: [Int] = []
    }

    /// Longest footer that is read.
    package static let maximumBytes = 16 << 20

    package private(set) var elements: [Element] = []
    package private(set) var rows: Int64 = 0
    package private(set) var rowGroups: [RowGroup] = []
    package private(set) var keyValues: [String: String] = [:]
    package private(set) var creator = ""
    package private(set) var columnOrders = 0

    /// The footer of the whole file `bytes`.
    package static func ofFile(_ bytes: [UInt8]) throws(ParquetFault) -> ParquetFooter {
        let magic = ParquetWriter.magic
        guard bytes.count >= 12, bytes.starts(with: magic), bytes.suffix(4).elementsEqual(magic) else {
            throw .malformed(position: 0)
        }
        let place = try self.place(end: Array(bytes.suffix(8)), size: bytes.count)
        return try parse(Array(bytes[place]), at: place.lowerBound)
    }

    /// Where the footer of a file of `size` bytes stands that ends with the eight bytes `end`.
    static func place(end: [UInt8], size: Int) throws(ParquetFault) -> Range<Int> {
        guard size >= 12, end.count == 8, end.suffix(4).elementsEqual(ParquetWriter.magic) else {
            throw .malformed(position: 0)
        }
        let place = size - 8
        let length = (0..<4).reduce(0) { $0 | Int(end[$1]) << (8 * $1) }
        guard length <= place - 4, length <= maximumBytes else { throw .malformed(position: place) }
        return (place - length)..<place
    }

    /// The footer `bytes`, which stands at `position` of its file, with figures that agree.
    static func parse(_ bytes: [UInt8], at position: Int) throws(ParquetFault) -> ParquetFooter {
        let footer = try parse(bytes)
        try footer.check(end: Int64(position))
        return footer
    }

    /// The struct `FileMetaData` that `bytes` is.
    package static func parse(_ bytes: [UInt8]) throws(ParquetFault) -> ParquetFooter {
        guard bytes.count <= maximumBytes else { throw .malformed(position: maximumBytes) }
        var reader = ThriftReader(bytes)
        var footer = ParquetFooter()
        try reader.structure { (reader, field) throws(ParquetFault) in
            switch field.number {
            case 2: footer.elements = try elementList(&reader, field)
            case 3: footer.rows = try reader.int64(field)
            case 4: footer.rowGroups = try rowGroupList(&reader, field)
            case 5: footer.keyValues = try keyValueList(&reader, field)
            case 6: footer.creator = try reader.string(field)
            case 7:
                footer.columnOrders = try reader.list(field, of: .structure)
                for _ in 0..<footer.columnOrders { try reader.structure { _, _ in false } }
            default: return false
            }
            return true
        }
        guard reader.position == bytes.count else { throw reader.malformed }
        return footer
    }

    /// Figures that must agree: rows add up, each row group has each leaf, chunks lie before the footer.
    private func check(end: Int64) throws(ParquetFault) {
        let leaves = elements.filter { $0.physical != nil }
        var total: Int64 = 0
        for group in rowGroups {
            guard group.rows >= 0, group.chunks.map(\.path) == leaves.map({ [$0.name] }) else {
                throw .malformed(position: 0)
            }
            let (sum, overflow) = total.addingReportingOverflow(group.rows)
            guard !overflow else { throw .malformed(position: 0) }
            total = sum
            for chunk in group.chunks {
                let start = chunk.dictionaryOffset ?? chunk.dataOffset
                guard start >= 4, start <= end, chunk.compressedSize >= 0, chunk.compressedSize <= end - start,
                    chunk.values == group.rows
                else { throw .malformed(position: 0) }
            }
        }
        guard total == rows, columnOrders == 0 || columnOrders == leaves.count else { throw .malformed(position: 0) }
    }

    /// What a fuzzer calls: must only not crash, hang or grow.
    package static func fuzzFooter(_ bytes: [UInt8]) {
        _ = try? parse(bytes)
        _ = try? ofFile(bytes)
    }
}
