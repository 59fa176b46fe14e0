internal import Support

/// Cuts the plaintext of a file into blocks of whole records, whatever its format.
///
/// One file may give rows to several tables: the first is that of its records; the others are made of what repeats inside
/// (groups in the tail of fixed-width lines, lists in a JSON line or an XML record). Blocks say which table they belong to, and
/// their indices count over all tables of the file.
package struct TableSplitter {
    private enum Cutter {
        case csv(RecordSplitter)
        case lines(LineSplitter)
        case xml(XMLSplitter)
        /// While a splitter works: two owners of its buffer would copy it.
        case idle
    }

    private var cutter: Cutter
    /// Bytes taken so far.
    package private(set) var byteCount: UInt64 = 0

    /// A splitter at the start of a file that gives rows to the tables of `plans`, all of one format.
    package init(_ plans: [RecordPlan]) throws(RecordsFaults) {
        guard let plan = plans.first else { throw RecordsFaults(RecordsFault("schema.no-fields")) }
        switch plan.format {
        case .csv: cutter = .csv(RecordSplitter(plan))
        case .fixedWidth: cutter = .lines(LineSplitter(plan, tables: plans.count, tree: nil))
        case .jsonLines(let layout):
            do throws(RecordsFault) {
                let names = plans.count == 1 ? try layout.flatNames(plan.schema.fields) : nil
                let tree = names == nil ? try JSONTree(plans) : nil
                cutter = .lines(LineSplitter(plan, tables: plans.count, tree: tree))
            } catch {
                throw RecordsFaults(error)
            }
        case .xml: cutter = .xml(try XMLSplitter(plans))
        }
    }

    /// Throws what is wrong with the tables of one file, taken together.
    package static func check(_ plans: [RecordPlan]) throws(RecordsFault) {
        do throws(RecordsFaults) {
            _ = try TableSplitter(plans)
        } catch {
            throw error.faults.first ?? RecordsFault("schema.no-fields")
        }
    }

    /// Takes the next piece of the file; returns the blocks that are complete.
    package mutating func push(_ chunk: Span<UInt8>) throws(RecordsFaults) -> [RecordBlock] {
        byteCount += UInt64(chunk.count)
        switch cutter {
        case .csv(var splitter):
            cutter = .idle
            defer { cutter = .csv(splitter) }
            return try splitter.push(chunk)
        case .lines(var splitter):
            cutter = .idle
            defer { cutter = .lines(splitter) }
            return try splitter.push(chunk)
        case .xml(let splitter): return try splitter.push(chunk)
        case .idle: return []
        }
    }

    /// Says that the file ends here; returns the last blocks.
    package mutating func finish() throws(RecordsFaults) -> [RecordBlock] {
        switch cutter {
        case .csv(var splitter): return try splitter.finish()
        case .lines(var splitter): return try splitter.finish()
        case .xml(let splitter): return try splitter.finish()
        case .idle: return []
        }
    }
}
