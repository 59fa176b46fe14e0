/// Finds the fields of CSV of any dialect.
struct DialectTokeniser {
    private let machine: DialectMachine
    private let lineEnd: UInt8
    private let nullSequence: [UInt8]?
    private let columns: Int

    /// A tokeniser of tables with `columns` columns.
    init(_ dialect: CSVDialect, columns: Int) {
        machine = DialectMachine(dialect)
        lineEnd = dialect.lineEnd.byte
        nullSequence = dialect.nullSequence.map { Array($0.utf8) }
        self.columns = columns
    }

    /// The field that is being read.
    private struct Field {
        /// Its first byte in the file.
        var start = 0
        var isQuoted = false
        /// The last byte written is a carriage return that may belong to the line end.
        var endsInReturn = false
    }

    /// Fills `grid` with the fields of `text`, which ends in a line end.
    func read(_ text: Span<UInt8>, firstLine: UInt64, into grid: inout Grid) {
        grid.beginWriting(text.count + text.count / 8)
        var machine = machine
        var line = firstLine
        var field = Field()
        var isMalformed = false
        for index in text.indices {
            let byte = text[index]
            if machine.beginsRecord(byte) {
                grid.beginRecord(line)
                field = Field(start: index)
                isMalformed = false
            }
            if byte == lineEnd { line += 1 }
            let event = machine.step(byte)
            switch event {
            case .nothing:
                if machine.state == .quoted { field.isQuoted = true }
                if machine.state == .fieldStart { field.start = index + 1 }
                field.endsInReturn = false
            case .text, .misplaced:
                if event == .misplaced { isMalformed = true }
                field.endsInReturn = machine.state == .plain && byte == UInt8(ascii: "\r")
                grid.write(byte)
            case .endsField, .endsSpoiltField:
                if event == .endsSpoiltField { isMalformed = true }
                end(field, text, index, &grid)
                field = Field(start: index + 1)
            case .endsRecord:
                let isReturn = field.endsInReturn && lineEnd != UInt8(ascii: "\r")
                if isReturn { grid.used -= 1 }
                end(field, text, isReturn ? index - 1 : index, &grid)
                if isMalformed { grid.faults.append(.init(record: grid.recordCount - 1, rule: .malformedQuote)) }
            case .endsComment: break
            }
        }
        if machine.state != .lineStart, machine.state != .comment {
            // The last line end was escaped: a record without an end.
            grid.endWrittenField()
            grid.faults.append(.init(record: grid.recordCount - 1, rule: .malformedQuote))
        }
        grid.endWriting()
    }

    private func end(_ field: Field, _ text: Span<UInt8>, _ index: Int, _ grid: inout Grid) {
        if let nullSequence, !field.isQuoted, index - field.start == nullSequence.count,
            nullSequence.indices.allSatisfy({ text[field.start + $0] == nullSequence[$0] })
        {
            let column = grid.endCount - Int(grid.first[grid.recordCount - 1])
            if column < columns { grid.markNull(column, of: columns) }
        }
        grid.endWrittenField()
    }
}
