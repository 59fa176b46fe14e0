internal import Convention
internal import Records

/// Writes the records of a file in its format.
protocol RecordWriter {
    /// What stands in front of the records; `heads` are those of tables that have one.
    func begin(_ heads: [Int: RecordBatch], first: RecordBatch?, to output: inout [UInt8])
    func write(_ family: BatchFamily, to output: inout [UInt8])
    /// What stands behind them.
    func end(to output: inout [UInt8])
}

extension RecordWriter {
    func begin(_ heads: [Int: RecordBatch], first: RecordBatch?, to output: inout [UInt8]) {}
    func end(to output: inout [UInt8]) {}
}

extension SynthesisPlan {
    /// The writer of the file of table `file`.
    func writer(ofFile file: Int) -> any RecordWriter {
        let table = tables[file]
        return switch table.table.format {
        case .csv(let dialect): CSVWriter(table, dialect)
        case .fixedWidth(let layout): FixedWidthWriter(self, table, layout)
        case .jsonLines: JSONLinesWriter(self, file: file)
        case .xml(let layout): XMLWriter(self, file: file, layout.encoding)
        }
    }
}
