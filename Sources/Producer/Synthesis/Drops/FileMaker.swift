internal import Records
internal import Support
internal import Treatment

/// One file of a drop, made while it is read, before it is compressed or put into an archive.
@safe
final class FileMaker: ByteSource {
    let plan: SynthesisPlan
    /// The table whose file it is.
    let index: Int
    private var maker: FamilyMaker
    private let writer: any RecordWriter
    private var isBegun = false
    private var isEnded = false
    private var block: [UInt8] = []
    private var taken = 0

    init(_ plan: SynthesisPlan, _ index: Int) throws {
        self.plan = plan
        self.index = index
        maker = try FamilyMaker(plan, file: index)
        writer = plan.writer(ofFile: index)
    }

    /// What was made so far, by table.
    var summary: [Int: SyntheticDrop.TableSummary] { maker.summary }
    /// Records of each person so far, where the options ask for them.
    var persons: [Int: Int] { maker.persons }

    /// The next bytes, some records long; nil after the last.
    func piece() throws -> [UInt8]? {
        guard !isEnded else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(SyntheticDrop.blockBytes * 2)
        let table = plan.tables[index]
        while bytes.count < SyntheticDrop.blockBytes {
            guard var family = try maker.family(table) else {
                isEnded = true
                if !isBegun { writer.begin(maker.heads, first: nil, to: &bytes) }
                writer.end(to: &bytes)
                break
            }
            nominate(&family)
            if !isBegun { writer.begin(maker.heads, first: family.batches[index], to: &bytes) }
            isBegun = true
            writer.write(family, to: &bytes)
        }
        return bytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard buffer.count > 0 else { return 0 }
        while taken == block.count {
            guard let next = try piece() else { return 0 }
            (block, taken) = (next, 0)
        }
        let count = min(buffer.count, block.count - taken)
        unsafe block.withUnsafeBytes { raw in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[taken..<(taken + count)]))
        }
        taken += count
        return count
    }

    /// Fills a column that must be empty, where that was asked for.
    private func nominate(_ family: inout BatchFamily) {
        guard index == 0, let row = plan.options.nominativeRow, let batch = family.batches[index],
            let place = batch.rows.firstIndex(of: row)
        else { return }
        let table = plan.tables[index]
        guard let column = table.schema.fields.indices.first(where: { table.treatment($0) == .forbid }) else { return }
        family.batches[index]?.set(column, place, Array("MARTIN".utf8))
    }
}
