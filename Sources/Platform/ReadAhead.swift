internal import CLinux
internal import Glibc
internal import Support

/// A file read from its start, a large one some pieces ahead of whoever takes its bytes.
///
/// What came through our own receiver was written past the page cache, so it is read past it as well: the disk writes into
/// the pieces, and the processor has nothing to copy. A file that is in the page cache is read from there.
@safe
package final class ReadAhead: ByteSource {
    /// Smallest file that a thread of its own is worth.
    package static let largeBytes: UInt64 = 8 << 20
    /// Bytes read at once; a multiple of ``FileDescriptor/directBlock``.
    private static let pieceBytes = 1 << 20
    /// Pieces of a file in memory.
    private static let pieces = 4

    private let file: ReadFile
    private let free = BoundedQueue<Piece>(capacity: ReadAhead.pieces)
    private let full = BoundedQueue<Piece>(capacity: ReadAhead.pieces)
    private var thread: Thread?
    /// What is being taken, and how much of it was.
    private var piece: Piece?
    private var taken = 0
    private var isAtEnd = false
    /// What ended the reading before the end: said again to whoever asks again, so that it is never taken for the end.
    private var failure: SystemError?

    /// Reads `file`, from its position on.
    package init(_ file: consuming FileDescriptor) throws(SystemError) {
        let size = try file.status().size
        self.file = ReadFile(file)
        guard size >= ReadAhead.largeBytes else { return }
        self.file.chooseWay(size)
        for _ in 0..<ReadAhead.pieces { _ = free.push(Piece(ReadAhead.pieceBytes)) }
        thread = try Thread { [file = self.file, free, full] in
            while let piece = free.pop() {
                piece.fill(from: file)
                guard full.push(piece), !piece.isLast else { break }
            }
        }
    }

    deinit {
        free.cancel()
        full.cancel()
        thread?.join()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard thread != nil else { return try unsafe file.read(into: buffer) }
        if let piece, taken == piece.count {
            self.piece = nil
            _ = free.push(piece)
        }
        if let failure { throw failure }
        guard !isAtEnd else { return 0 }
        if piece == nil {
            taken = 0
            piece = full.pop()
        }
        guard let piece else { return 0 }
        isAtEnd = piece.isLast
        failure = piece.failure
        if let failure { throw failure }
        let count = unsafe piece.copy(from: taken, to: buffer)
        taken += count
        return count
    }
}

/// A part of a file in memory; with one thread at a time.
@safe
private final class Piece: @unchecked Sendable {
    // Sendable: the queues hand it from one thread to the other.
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0
    private(set) var failure: SystemError?

    init(_ size: Int) {
        unsafe bytes = .allocate(byteCount: size, alignment: FileDescriptor.directBlock)
    }

    deinit { unsafe bytes.deallocate() }

    /// Nothing follows.
    var isLast: Bool { count == 0 }

    func fill(from file: ReadFile) {
        count = 0
        do throws(SystemError) { count = try unsafe file.read(into: bytes) } catch { failure = error }
    }

    func copy(from start: Int, to buffer: UnsafeMutableRawBufferPointer) -> Int {
        let length = min(buffer.count, count - start)
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]))
        return length
    }
}

/// The descriptor, and whether it reads past the page cache now; with one thread at a time.
private final class ReadFile: @unchecked Sendable {
    // Sendable: used by the reading thread alone once there is one.
    private let descriptor: FileDescriptor
    private var isDirect = false

    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    /// Goes past the page cache where the file is not in it and the file system agrees.
    ///
    /// The middle is looked at: an upload begins in the page cache before it is known to be large.
    func chooseWay(_ size: UInt64) {
        if ecluse_is_cached(descriptor.raw, Int64(size / 2)) == 0 { isDirect = descriptor.setDirect(true) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        do throws(SystemError) {
            let count = try unsafe descriptor.read(into: buffer)
            // After the last, shorter piece the place is no multiple of a block any more.
            if count % FileDescriptor.directBlock != 0 { leaveDirect() }
            return count
        } catch {
            guard isDirect, error.number == EINVAL else { throw error }
            leaveDirect()
            return try unsafe descriptor.read(into: buffer)
        }
    }

    private func leaveDirect() {
        guard isDirect else { return }
        isDirect = false
        _ = descriptor.setDirect(false)
    }
}
