internal import Columns
internal import Parquet
internal import Platform

/// A row group while its columns are encoded, on threads of their own.
///
/// Used by one thread, which asks for the chunks once.
final class GroupEncoding {
    /// A block's columns and the rows of it that stay.
    struct Block: Sendable {
        let columns: [Column]
        let rows: RowSelection
    }

    /// What the threads share: each column's chunk, and the first failure.
    private struct Progress: Sendable {
        var chunks: [EncodedChunk?]
        var failure: (any Error)?
    }

    let rows: Int
    private let progress: Lock<Progress>
    private var thread: Thread?

    /// Starts to encode the `rows` rows of `blocks` as `schema`.
    init(_ blocks: [Block], rows: Int, schema: ParquetSchema, threads: Int) throws {
        self.rows = rows
        let count = schema.columns.count
        let progress = Lock(Progress(chunks: [EncodedChunk?](repeating: nil, count: count)))
        self.progress = progress
        thread = try Thread {
            do {
                let parts: @Sendable (Int) -> [ColumnPart] = { index in
                    blocks.map { ColumnPart($0.columns[index], $0.rows) }
                }
                let order =
                    schema.sortedBy.isEmpty
                    ? nil : RowOrder.ascending(by: schema.sortedBy.map { Column(joining: parts($0)) })
                try Thread.parallel(count, threads: threads) { index in
                    do throws(ParquetFault) {
                        let sorted = order.map { Column(joining: parts(index)).reordered($0) }
                        let parts = sorted.map { [ColumnPart($0, RowSelection(all: rows))] } ?? parts(index)
                        let chunk = try ColumnEncoder.encode(parts, as: schema.columns[index])
                        progress.withLock { $0.chunks[index] = chunk }
                    } catch {
                        progress.withLock { $0.failure = error }
                    }
                }
            } catch {
                progress.withLock { $0.failure = error }
            }
        }
    }

    deinit { thread?.join() }

    /// The chunk of each column, once all are there.
    func chunks() throws -> [EncodedChunk] {
        thread?.join()
        thread = nil
        return try progress.withLock { progress in
            if let failure = progress.failure { throw failure }
            return progress.chunks.compactMap { $0 }
        }
    }
}
