package import Columns

/// The bytes of a file, read at any place.
package protocol ParquetInput: AnyObject {
    /// Number of bytes.
    var size: Int { get }
    /// The bytes `range`, all of them.
    func read(_ range: Range<Int>) throws -> [UInt8]
}

/// A file in memory, read.
package final class MemoryInput: ParquetInput {
    private let bytes: [UInt8]

    /// The file `bytes`.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var size: Int { bytes.count }

    package func read(_ range: Range<Int>) throws -> [UInt8] { Array(bytes[range]) }
}

/// A file that ``ParquetWriter`` wrote, opened to read its rows again, one column chunk at a time.
///
/// Our own files alone: flat columns, zstd, version 1 data pages, the encodings of ``ColumnEncoder``. Anything else, and
/// whatever damage makes of a file, is a ``ParquetFault``. What is in memory at once is the footer, one chunk, and its values;
/// a chunk whose values come from a dictionary keeps them as codes.
package final class ParquetFile {
    /// Most rows of a row group: many times what Écluse writes.
    package static let maximumRows = 1 << 22
    /// Most bytes of a chunk in the file.
    package static let maximumChunk = 512 << 20

    /// The columns, with the Bloom filters and the order of rows that its row groups have.
    package let schema: ParquetSchema
    package let footer: ParquetFooter
    private let input: any ParquetInput

    /// Opens the file `input` by its footer.
    package init(_ input: any ParquetInput) throws {
        self.input = input
        guard input.size >= 12 else { throw ParquetFault.malformed(position: 0) }
        let place = try ParquetFooter.place(
            end: try input.read((input.size - 8)..<input.size), size: input.size)
        footer = try ParquetFooter.parse(try input.read(place), at: place.lowerBound)
        schema = try ParquetFile.schema(footer)
        for group in footer.rowGroups where group.rows > Self.maximumRows {
            throw ParquetFault.malformed(position: place.lowerBound)
        }
    }

    private static func schema(_ footer: ParquetFooter) throws(ParquetFault) -> ParquetSchema {
        guard let root = footer.elements.first, root.physical == nil, root.children == footer.elements.count - 1 else {
            throw .schema(column: "")
        }
        let group = footer.rowGroups.first
        var columns: [ParquetColumn] = []
        for (index, element) in footer.elements.dropFirst().enumerated() {
            guard let type = SchemaElement.type(element) else { throw .schema(column: element.name) }
            columns.append(
                ParquetColumn(
                    name: element.name, type: type, nullable: element.optional,
                    hasBloomFilter: group?.chunks[index].hasBloomFilter ?? false))
        }
        return try ParquetSchema(columns, sortedBy: group?.sortedBy ?? [])
    }

    /// Rows of row group `group`.
    package func rows(group: Int) -> Int { Int(footer.rowGroups[group].rows) }

    /// What the footer says of the values of `column` in row group `group`.
    package func statistics(group: Int, column: Int) -> ColumnStatistics {
        let chunk = footer.rowGroups[group].chunks[column]
        var statistics = ColumnStatistics()
        statistics.nullCount = Int(clamping: chunk.nullCount ?? chunk.values)
        let physical = schema.columns[column].type.physical
        guard let least = chunk.minimum.flatMap({ StatisticValue($0, physical) }),
            let greatest = chunk.maximum.flatMap({ StatisticValue($0, physical) })
        else { return statistics }
        (statistics.minimum, statistics.maximum) = (least, greatest)
        return statistics
    }

    /// The values of `column` in row group `group`: columns one after the other, some of them coded, with all rows of the group.
    package func read(group: Int, column: Int) throws -> [Column] {
        let chunk = footer.rowGroups[group].chunks[column]
        let target = schema.columns[column]
        guard chunk.codec == FileMetadata.zstd, chunk.compressedSize <= Int64(Self.maximumChunk) else {
            throw ParquetFault.page(column: target.name)
        }
        let start = Int(chunk.dictionaryOffset ?? chunk.dataOffset)
        var reader = try ChunkReader(
            try input.read(start..<(start + Int(chunk.compressedSize))), as: target, rows: rows(group: group))
        return try reader.columns()
    }

    /// What a fuzzer calls: reads every value of the file `bytes`; must only not crash, hang or grow.
    package static func fuzzPages(_ bytes: [UInt8]) {
        guard let file = try? ParquetFile(MemoryInput(bytes)) else { return }
        for group in file.footer.rowGroups.indices {
            for column in file.schema.columns.indices {
                _ = file.statistics(group: group, column: column)
                _ = try? file.read(group: group, column: column)
            }
        }
    }
}

extension StatisticValue {
    /// The bound that `bytes` are for a column of `physical`; nil where they are not as long as one.
    init?(_ bytes: [UInt8], _ physical: PhysicalType) {
        func number(_ count: Int) -> UInt64? {
            guard bytes.count == count else { return nil }
            return (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
        }
        switch physical {
        case .boolean:
            guard let value = number(1) else { return nil }
            self = .boolean(value != 0)
        case .int32:
            guard let value = number(4) else { return nil }
            self = .int32(Int32(truncatingIfNeeded: value))
        case .int64:
            guard let value = number(8) else { return nil }
            self = .int64(Int64(bitPattern: value))
        case .double:
            guard let value = number(8) else { return nil }
            self = .double(Double(bitPattern: value))
        case .byteArray: self = .bytes(bytes)
        }
    }
}
