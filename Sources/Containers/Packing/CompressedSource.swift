internal import Compression
internal import Support

/// The compressed form of a stream, made while it is read.
final class CompressedSource: ByteSource {
    /// Bytes of the source taken at once, and room for what they become.
    private static let pieceBytes = 256 << 10

    private let source: any ByteSource
    private let compressor: any StreamCompressor
    private let pieces = PieceSource()
    private var input: [UInt8] = []
    private var taken = 0
    private var isLast = false
    private var isAtEnd = false
    /// Bytes given out so far.
    private(set) var count: UInt64 = 0

    /// `source` as one gzip member or zstd frame.
    convenience init(_ source: any ByteSource, _ compression: FileCompression) throws {
        self.init(source, compression == .zstd ? try ZstdFrameStream() : try DeflateStream(.gzip))
    }

    /// What `compressor` makes of `source`.
    init(_ source: any ByteSource, _ compressor: any StreamCompressor) {
        self.source = source
        self.compressor = compressor
    }

    deinit { SecretBytes.zero(&input) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try unsafe pieces.read(into: buffer, step)
        count += UInt64(read)
        return read
    }

    private func step() throws -> [UInt8]? {
        guard !isAtEnd else { return nil }
        if taken == input.count, !isLast {
            SecretBytes.zero(&input)
            (input, taken) = (try source.piece(CompressedSource.pieceBytes), 0)
            isLast = input.isEmpty
        }
        var output = [UInt8](repeating: 0, count: CompressedSource.pieceBytes)
        let step = try unsafe input.withUnsafeBytes { raw in
            try unsafe output.withUnsafeMutableBytes { room in
                try unsafe compressor.step(
                    UnsafeRawBufferPointer(rebasing: raw[taken...]), isLast: isLast, into: room)
            }
        }
        taken += step.consumed
        isAtEnd = step.isAtEnd
        output.removeLast(output.count - step.produced)
        return output
    }
}
