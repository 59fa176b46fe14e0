package import Columns

/// The pseudonyms of a column of identifiers, row by row.
package struct PseudonymColumn: Sendable {
    /// An identifier without a canonical form; where it stands, never what it is.
    package struct Failure: Sendable, Equatable {
        package let row: Int
        package let reason: IdentifierFailure
    }

    /// Epoch of the pseudonyms.
    package let epoch: Int
    /// One entry a row; zeros where the row is null.
    package private(set) var values: [Pseudonym]
    /// Whether the row has no pseudonym: its identifier was null, skipped, a placeholder or a failure.
    package private(set) var nulls: [Bool]
    /// Rows whose identifier has no canonical form.
    package private(set) var failures: [Failure]

    init(epoch: Int, values: [Pseudonym], nulls: [Bool], failures: [Failure]) {
        self.epoch = epoch
        self.values = values
        self.nulls = nulls
        self.failures = failures
    }

    /// Number of rows.
    package var count: Int { values.count }

    /// The pseudonym of `row`, if it has one.
    package subscript(row: Int) -> Pseudonym? { nulls[row] ? nil : values[row] }

    /// The column as the catalogue keeps it: ``PseudonymText``.
    package func text() -> Column {
        let prefix = PseudonymText.prefix(epoch)
        let length = prefix.count + PseudonymText.digits
        var ends = [Int32](repeating: 0, count: count)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count * length) { output, used in
            let text = UnsafeMutableRawBufferPointer(output)
            for row in 0..<count {
                if !nulls[row] {
                    for index in prefix.indices { unsafe text[used + index] = prefix[index] }
                    unsafe PseudonymText.write(values[row], to: text, at: used + prefix.count)
                    used += length
                }
                ends[row] = Int32(used)
            }
        }
        let hasNull = bytes.count < count * length
        return Column(.bytes(ByteColumn(bytes: bytes, ends: ends)), nulls: hasNull ? nulls : nil)
    }
}

extension Pseudonymiser {
    /// The pseudonyms of `column`; rows that `nulls` or `skipped` mark have none.
    ///
    /// A row whose identifier is written exactly as the row before costs a comparison: extracts are often sorted by person.
    /// A placeholder gives a null without a failure: the source says that it does not know the person.
    package func pseudonyms(
        kind: IdentifierKind, of column: ByteColumn, nulls: [Bool]? = nil, skipped: [Bool]? = nil
    ) -> PseudonymColumn {
        var values = [Pseudonym](repeating: Pseudonym(high: 0, low: 0), count: column.count)
        var without = [Bool](repeating: true, count: column.count)
        var failures: [PseudonymColumn.Failure] = []
        var message = start()
        let bytes = column.bytes.span
        let ends = column.ends.span
        var position = 0
        // The last row that has a pseudonym, and where its identifier stands.
        var known: (row: Int, range: Range<Int>)?
        for row in 0..<column.count {
            let range = position..<Int(ends[row])
            position = range.upperBound
            if nulls?[row] ?? false || skipped?[row] ?? false { continue }
            if let known, Pseudonymiser.same(bytes, known.range, range) {
                values[row] = values[known.row]
                without[row] = false
                continue
            }
            do throws(IdentifierFailure) {
                values[row] = try pseudonym(kind: kind, bytes.extracting(range), &message)
                without[row] = false
                known = (row, range)
            } catch .placeholder {
                continue
            } catch {
                failures.append(PseudonymColumn.Failure(row: row, reason: error))
            }
        }
        return PseudonymColumn(epoch: epoch, values: values, nulls: without, failures: failures)
    }

    /// The pseudonyms of a column of numbers, each as its decimal digits.
    package func pseudonyms(
        kind: IdentifierKind, of numbers: [Int64], nulls: [Bool]? = nil, skipped: [Bool]? = nil
    ) -> PseudonymColumn {
        var column = ByteColumn()
        column.reserve(count: numbers.count, bytes: numbers.count * 8)
        for number in numbers { column.append(Array(String(number).utf8)) }
        return pseudonyms(kind: kind, of: column, nulls: nulls, skipped: skipped)
    }

    @inline(__always)
    private static func same(_ bytes: Span<UInt8>, _ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count else { return false }
        // From the end: identifiers of one source differ there first.
        var index = a.count - 1
        while index >= 0 {
            if bytes[a.lowerBound + index] != bytes[b.lowerBound + index] { return false }
            index -= 1
        }
        return true
    }
}
