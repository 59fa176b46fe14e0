internal import Columns
internal import Exclusion
internal import Platform
internal import Records
internal import Support

/// One streaming pass over the plaintext of a drop, over all its tables at once: cut ▸ parse ▸ validate ▸ treat ▸ exclude on every core, then, in order,
/// primary key ▸ filter ▸ encode.
///
/// The caller's thread pulls the plaintext and cuts it into blocks, each of one table, in one order over the drop; workers make each block into treated rows; a collector puts
/// the blocks back in order and hands the rows that stay to a ``RowSink``. Queues are bounded, so memory does not
/// depend on the size of the drop, but for the key set (24 bytes a record).
///
/// Where the time goes (`ecluse bench ingest`, 2 M made-up emergency visits, a million persons in the matrix, two
/// cores shared with other work; shares of processor time): parsing and checks a fifth; treatments more than a
/// fifth, most of it keyed pseudonyms; encoding a quarter, zstd in it; reading the matrix a tenth, which does not
/// grow with the drop; the kernel a tenth; the rest is the envelope and the hash of the sealed file. The whole
/// job ran at 0.7 (quiet machine) to 0.85 (busy) times the speed of Polars doing half of it from a plaintext
/// file, and at 1.5 to 1.9 times that of `age -d | duckdb`; Polars took 0.8 of our processor time. On the quiet
/// machine 1.7 of 2 cores were busy; row groups were not encoded in the background yet. Peak memory was 0.6 of
/// the 512 MiB allowed, for 8 M rows as for 2 M.
///
/// What had cost most: adding each block to the gathered columns, which copied them whole (a quarter of all, on
/// the one collecting thread), and reading the matrix as rows rather than as pseudonyms (a tenth).
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

    /// Runs over `content`; rows that stay go to `output` (nil to count only).
    func run(_ content: any DropContent, into output: (any RowSink)?) throws -> DropPassResult {
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
        let collector = Collector(tables: works.map(\.table), output: output)
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
        return try collector.finish()
    }

    private func cut(_ content: any DropContent, into blocks: BoundedQueue<RecordBlock>) throws {
        var queue = BlockLine(blocks)
        var buffer = [UInt8](repeating: 0, count: DropPass.readSize)
        defer { SecretBytes.zero(&buffer) }
        while let file = try content.next() {
            var splitter = try TableSplitter(plans(of: file.table))
            while true {
                let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.bytes.read(into: $0) }
                if count == 0 { break }
                let cut = try splitter.push(buffer.span.extracting(first: count))
                guard queue.push(cut, of: file.table) else { return }
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
