internal import Columns
internal import Exclusion
internal import Platform
internal import Records
internal import Support

/// One streaming pass over the plaintext of a drop, over all its tables at once: cut ▸ parse ▸ validate ▸ treat ▸ exclude on
/// every core, then, in order, primary key ▸ filter ▸ encode.
///
/// The caller's thread pulls the plaintext and cuts it into blocks, each of one table, in one order over the drop; workers make
/// each block into treated rows; a collector puts the blocks back in order and hands the rows that stay to a ``RowSink``.
/// Queues are bounded, so memory does not depend on the size of the drop, but for one bit a record where a table has keys (``DropKeys``).
///
/// What each stage costs (processor time of `ecluse ingest --once`: a sealed GB of 8 M made-up emergency visits, 6.6 s in all, a
/// million persons in the matrix, two cores of a shared machine; shares by sampling):
///
/// | stage | share | seconds a GB | its limit |
/// |---|---|---|---|
/// | SHA-256 of the sealed file, ChaCha20-Poly1305 | 14 % | 0.9 | 0.5 at 2 GB/s and 0.4: `age -d` alone takes 0.7 |
/// | writing to the page cache, new memory, other work of the kernel | 17 % | 1.1 | one copy, and pages that the kernel clears once |
/// | cutting into blocks | 1 % | 0.1 | one copy and one count of line ends: memory bandwidth |
/// | fields, checks, types | 24 % | 1.6 | 19 fields, 11 ns each; a look-up of a repeated text is 5 |
/// | pseudonyms | 11 % | 0.7 | two SHA-256 blocks a row are 0.5 |
/// | other treatments, scans for identifiers, look-up in the matrix | 7 % | 0.4 | one cache miss a row for the look-up |
/// | joining blocks, dictionaries, packing, bounds, Bloom filters | 14 % | 0.9 | |
/// | zstd | 6 % | 0.4 | level 1; nearly all of it for pseudonyms, which are random |
/// | matrix: a million rows out of SQLite, sorted | 0.1 s a drop | | does not grow with the drop; kept between drops |
///
/// Of two cores 1.75 are busy: the matrix is read before the first block, and the last row group is encoded after the last.
/// 8 M rows (1.09 GB) took 3.9 s and 6.7 s of processor time beside the peers: 1.1 times the speed of Polars, which does half
/// of the job from a plaintext file, 2.4 times that of DuckDB on a plaintext file and 4.6 times that of `age -d | duckdb`
/// (medians of three paired runs). A byte costs the same at 100 MB and at 1 GB but for the matrix. Peak memory: 250 to 300 MiB at
/// 1 GB, 265 MiB at 100 MB, 246 MiB for a table of 200 columns; the largest part is two row groups.
///
/// What had cost most before: looking at bytes one by one (UTF-8 once there is an accent, line ends, digits, bits of indices);
/// the same text looked at again and again, by checks, scans and dictionaries, where a column repeats few values (they go
/// through the pass as codes now: `CodedColumn`); reading a drop through the page cache that its upload had gone past; adding
/// each block to the gathered columns, which copied them whole; reading the matrix as rows rather than as pseudonyms.
///
/// The pass goes on after a broken rule and after a value that quarantines the drop, without writing any further,
/// so that the receipt tells everything at once.
struct DropPass {
    /// Plaintext bytes pulled at once.
    private static let readSize = 1 << 20

    /// The drop's tables.
    let works: [BlockWork]
    /// Worker threads.
    let workers: Int

    /// Directory in whose file system keys may be spilled; of no use where no table has keys.
    let directory: String
    /// Bytes of keys in memory.
    var keyBudget = DropKeys.budget

    /// Runs over `content`; rows that stay go to `output` (nil to count only); `findings` are those of a pass before.
    func run(_ content: any DropContent, into output: (any RowSink)?, knowing findings: KeyFindings? = nil) throws
        -> DropPassResult
    {
        let blocks = BoundedQueue<RecordBlock>(capacity: workers * 2)
        let treated = BoundedQueue<TreatedRows>(capacity: workers * 2)
        let failure = FirstFailure()
        let cancel: @Sendable (any Error) -> Void = { error in
            failure.note(error)
            blocks.cancel()
            treated.cancel()
        }

        let running = Lock(workers)
        var threads: [Thread] = []
        let works = works
        for _ in 0..<workers {
            threads.append(
                try Thread {
                    do {
                        var workers = BlockWorkers(works)
                        while let block = blocks.pop() {
                            guard treated.push(try workers.treat(block)) else { break }
                        }
                    } catch {
                        cancel(error)
                    }
                    if running.withLock({ running in
                        running -= 1
                        return running == 0
                    }) {
                        treated.close()
                    }
                })
        }
        let tables = works.map(\.table)
        let keys = DropKeys(tables, directory: directory, budget: keyBudget, findings: findings?.ofKeys)
        let collector = Collector(
            tables: tables, keys: keys, replacements: DropReplacements(tables, knowing: findings?.replacements),
            output: output)
        threads.append(
            try Thread {
                do {
                    while let rows = treated.pop() { try collector.take(rows) }
                } catch {
                    cancel(error)
                }
            })
        do {
            try cut(content, into: blocks)
            blocks.close()
        } catch {
            cancel(error)
        }
        for thread in threads { thread.join() }
        if let error = failure.error { throw error }
        var result = try collector.finish()
        result.manifest = content.manifest
        return result
    }

    /// Reads bytes into the start of `buffer`: at least `least`, unless the file ends before; says how many.
    private func fill(_ buffer: inout [UInt8], from file: any ByteSource, atLeast least: Int) throws -> Int {
        var filled = 0
        while filled < least {
            let count = try unsafe buffer.withUnsafeMutableBytes { bytes in
                try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    private func cut(_ content: any DropContent, into blocks: BoundedQueue<RecordBlock>) throws {
        var queue = BlockLine(blocks)
        var buffer = [UInt8](repeating: 0, count: DropPass.readSize)
        defer { SecretBytes.zero(&buffer) }
        while let file = try content.next() {
            var splitter = try TableSplitter(plans(of: file.table))
            var count = try fill(&buffer, from: file.bytes, atLeast: NominativeScan.window)
            if let layout = NominativeScan.layout(of: buffer.span.extracting(first: count)) {
                throw DropFault.nominativeLayout(layout: layout.name, table: works[file.table].table.name)
            }
            while count > 0 {
                let cut = try splitter.push(buffer.span.extracting(first: count))
                guard queue.push(cut, of: file.table) else { return }
                count = try fill(&buffer, from: file.bytes, atLeast: 1)
            }
            guard queue.push(try splitter.finish(), of: file.table) else { return }
        }
    }
}

extension DropPass {
    /// The plans of the tables that the file of table `table` gives rows to: its own, then its parts, which follow it.
    private func plans(of table: Int) -> [RecordPlan] {
        let parts = works[(table + 1)...].prefix { $0.table.partOf == works[table].table.name }
        return [works[table].table.plan] + parts.map(\.table.plan)
    }
}

/// The blocks of a drop on their way to the workers, numbered over all its tables.
private struct BlockLine {
    private let queue: BoundedQueue<RecordBlock>
    private var next = 0

    init(_ queue: BoundedQueue<RecordBlock>) { self.queue = queue }

    /// Adds blocks of the tables from `table` on; false where nobody takes them any more.
    mutating func push(_ blocks: [RecordBlock], of table: Int) -> Bool {
        for var block in blocks {
            block.index = next
            block.table += table
            next += 1
            guard queue.push(block) else { return false }
        }
        return true
    }
}

/// The first error of several threads; later ones are its consequences.
private final class FirstFailure: Sendable {
    private let first = Lock<(any Error)?>(nil)

    var error: (any Error)? { first.withLock { $0 } }

    func note(_ error: any Error) {
        first.withLock { first in if first == nil { first = error } }
    }
}
