extension ParquetFooter {
    /// Fewest bytes of a `ColumnChunk` with the fields that the format requires.
    private static let leastChunk = 20

    static func elementList(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field
    ) throws(ParquetFault) -> [Element] {
        var list: [Element] = []
        for _ in 0..<(try reader.list(field, of: .structure, least: 4)) {
            var element = Element()
            try reader.structure { (reader, field) throws(ParquetFault) in
                switch field.number {
                case 1: element.physical = try reader.int32(field)
                case 3: element.optional = try reader.int32(field) == 1
                case 4: element.name = try reader.string(field)
                case 5: element.children = Int(try reader.int32(field))
                case 6: element.converted = try reader.int32(field)
                case 7: element.scale = try reader.int32(field)
                case 8: element.precision = try reader.int32(field)
                case 10: try logical(&reader, field, &element)
                default: return false
                }
                return true
            }
            list.append(element)
        }
        return list
    }

    static func rowGroupList(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field
    ) throws(ParquetFault) -> [RowGroup] {
        var list: [RowGroup] = []
        for _ in 0..<(try reader.list(field, of: .structure, least: 6)) {
            var group = RowGroup()
            try reader.structure { (reader, field) throws(ParquetFault) in
                switch field.number {
                case 1:
                    let count = try reader.list(field, of: .structure, least: leastChunk)
                    for _ in 0..<count { group.chunks.append(try chunk(&reader)) }
                case 3: group.rows = try reader.int64(field)
                case 4: group.sortedBy = try sortingColumns(&reader, field)
                default: return false
                }
                return true
            }
            list.append(group)
        }
        return list
    }

    /// Whether the logical type is a timestamp (`LogicalType` field 8) that is not adjusted to UTC.
    private static func logical(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field, _ element: inout Element
    ) throws(ParquetFault) {
        guard field.type == .structure else { throw reader.malformed }
        try reader.structure { (reader, field) throws(ParquetFault) in
            guard field.number == 8, field.type == .structure else { return false }
            try reader.structure { (reader, field) throws(ParquetFault) in
                guard field.number == 1 else { return false }
                element.isLocalTimestamp = try !reader.boolean(field)
                return true
            }
            return true
        }
    }

    /// The columns of `SortingColumn`; none where one is not ascending with nulls first.
    private static func sortingColumns(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field
    ) throws(ParquetFault) -> [Int] {
        var columns: [Int] = []
        var isOurs = true
        for _ in 0..<(try reader.list(field, of: .structure)) {
            try reader.structure { (reader, field) throws(ParquetFault) in
                switch field.number {
                case 1: columns.append(Int(try reader.int32(field)))
                case 2: isOurs = try !reader.boolean(field) && isOurs
                case 3: isOurs = try reader.boolean(field) && isOurs
                default: return false
                }
                return true
            }
        }
        return isOurs ? columns : []
    }

    static func keyValueList(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field
    ) throws(ParquetFault) -> [String: String] {
        var pairs: [String: String] = [:]
        for _ in 0..<(try reader.list(field, of: .structure)) {
            var key = ""
            var value = ""
            try reader.structure { (reader, field) throws(ParquetFault) in
                switch field.number {
                case 1: key = try reader.string(field)
                case 2: value = try reader.string(field)
                default: return false
                }
                return true
            }
            pairs[key] = value
        }
        return pairs
    }

    private static func chunk(_ reader: inout ThriftReader) throws(ParquetFault) -> Chunk {
        var chunk = Chunk()
        try reader.structure { (reader, field) throws(ParquetFault) in
            guard field.number == 3, field.type == .structure else { return false }
            try reader.structure { (reader, field) throws(ParquetFault) in try metadata(&reader, field, &chunk) }
            return true
        }
        return chunk
    }

    private static func metadata(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field, _ chunk: inout Chunk
    ) throws(ParquetFault) -> Bool {
        switch field.number {
        case 3:
            for _ in 0..<(try reader.list(field, of: .binary)) {
                chunk.path.append(String(decoding: try reader.binaryElement(), as: UTF8.self))
            }
        case 4: chunk.codec = try reader.int32(field)
        case 5: chunk.values = try reader.int64(field)
        case 6: chunk.uncompressedSize = try reader.int64(field)
        case 7: chunk.compressedSize = try reader.int64(field)
        case 9: chunk.dataOffset = try reader.int64(field)
        case 11: chunk.dictionaryOffset = try reader.int64(field)
        case 12: try statistics(&reader, field, &chunk)
        case 14:
            _ = try reader.int64(field)
            chunk.hasBloomFilter = true
        default: return false
        }
        return true
    }

    private static func statistics(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field, _ chunk: inout Chunk
    ) throws(ParquetFault) {
        guard field.type == .structure else { throw reader.malformed }
        try reader.structure { (reader, field) throws(ParquetFault) in
            switch field.number {
            case 3: chunk.nullCount = try reader.int64(field)
            case 5: chunk.maximum = try reader.binary(field)
            case 6: chunk.minimum = try reader.binary(field)
            default: return false
            }
            return true
        }
    }
}
