internal import Platform

/// Reads a file line by line, in bounded memory.
struct LineReader: ~Copyable {
    /// A line, or what stands in its place.
    enum Item: Equatable {
        case line([UInt8])
        /// More bytes than a line may have; the next item is what follows them.
        case tooLong
        /// Bytes at the end of the file that no line end follows.
        case unfinished
    }

    private static let block = 64 << 10
    private let file: FileDescriptor
    private var offset: UInt64
    private var buffer: [UInt8] = []
    private var start = 0

    init(_ file: consuming FileDescriptor, from offset: UInt64 = 0) {
        self.file = file
        self.offset = offset
    }

    /// Bytes of the file before the next item.
    var position: UInt64 { offset - UInt64(buffer.count - start) }

    /// The next line without its end; nil at the end of the file.
    mutating func next() throws -> Item? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return end - start < LineFormat.maximumLength ? .line(Array(buffer[start..<end])) : .tooLong
            }
            guard buffer.count - start < LineFormat.maximumLength else {
                start = buffer.count
                return .tooLong
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            let more = try JournalFiles.read(file, at: offset, count: Self.block)
            if more.isEmpty { return buffer.isEmpty ? nil : .unfinished }
            offset += UInt64(more.count)
            buffer += more
        }
    }
}
