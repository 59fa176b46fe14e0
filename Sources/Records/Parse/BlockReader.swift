/// Finds the fields of a block, whatever its format.
struct BlockReader {
    /// What was read: the text that the grid's places refer to.
    struct Source {
        /// The text, where it is not the grid's own.
        var bytes: [UInt8] = []
        var isInGrid = true
        let isASCII: Bool
    }

    private let reading: RecordPlan.Reading
    private let characters: CharacterTable?
    private let fieldCount: Int
    /// No value must be told from an empty text.
    private let marksNulls: Bool
    private let mostElements: Int

    init(_ plan: RecordPlan) {
        reading = plan.reading
        characters = CharacterTable(plan.format.encoding)
        fieldCount = plan.fields.count
        marksNulls = plan.marksNulls
        mostElements = plan.limits.listElements
    }

    /// Fills `grid` with the fields of `block`.
    func read(_ block: RecordBlock, into grid: inout Grid) -> Source {
        switch reading {
        case .csv(let dialect): readCSV(block, dialect, &grid)
        case .fixedWidth(let plan): readFixedWidth(block, plan, &grid)
        case .jsonLines(let names): readJSONLines(block, names, &grid)
        case .xml: readFound(block, &grid)
        }
    }

    private func readCSV(_ block: RecordBlock, _ dialect: CSVDialect, _ grid: inout Grid) -> Source {
        var bytes = block.bytes
        if let last = bytes.last, last != dialect.lineEnd.byte { bytes.append(dialect.lineEnd.byte) }
        let isASCII = TextEncodings.isASCII(bytes.span)
        var holdsC1 = false
        if !isASCII, let characters { (bytes, holdsC1) = characters.utf8(bytes.span) }
        guard dialect.isPlain else {
            grid.reset(fields: 64)
            DialectTokeniser(dialect, columns: fieldCount).read(bytes.span, firstLine: block.firstLine, into: &grid)
            grid.mayHoldC1 = holdsC1
            return Source(isASCII: isASCII)
        }
        let isQuoted = dialect.quote.map { ByteSearch.contains(bytes.span, $0) } ?? false
        Tokeniser(dialect).read(bytes.span, quoted: isQuoted, firstLine: block.firstLine, into: &grid)
        grid.mayHoldC1 = holdsC1
        return isQuoted ? Source(isASCII: isASCII) : Source(bytes: bytes, isInGrid: false, isASCII: isASCII)
    }

    private func readFixedWidth(_ block: RecordBlock, _ plan: FixedWidthPlan, _ grid: inout Grid) -> Source {
        let isASCII = TextEncodings.isASCII(block.bytes.span)
        let reader = FixedWidthReader(
            plan, characters: isASCII ? nil : characters, isASCII: isASCII, marksNulls: marksNulls)
        reader.read(block.bytes.span, firstLine: block.firstLine, into: &grid)
        grid.width = fieldCount
        return Source(isASCII: isASCII)
    }

    private func readJSONLines(_ block: RecordBlock, _ names: NameTable, _ grid: inout Grid) -> Source {
        if let nested = block.nested {
            var reader = NestedJSONReader(
                nested.tree, table: nested.table, marksNulls: marksNulls, mostElements: mostElements)
            reader.read(block.bytes.span, firstLine: block.firstLine, into: &grid)
        } else {
            var reader = JSONLinesReader(names, marksNulls: marksNulls)
            reader.read(block.bytes.span, firstLine: block.firstLine, into: &grid)
        }
        grid.width = fieldCount
        return Source(isASCII: TextEncodings.isASCII(grid.text.span))
    }

    private func readFound(_ block: RecordBlock, _ grid: inout Grid) -> Source {
        guard let found = block.found else { preconditionFailure("an XML block without fields") }
        grid.take(block.bytes, found, fieldCount: fieldCount, withNulls: marksNulls)
        grid.width = fieldCount
        return Source(isASCII: TextEncodings.isASCII(grid.text.span))
    }
}
