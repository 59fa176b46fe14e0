internal import Support

/// A tar archive (POSIX.1-2024, ustar, with pax records where ustar's fields are too small), made while it is read.
///
/// Owners, times and rights of the producer's machine stay at home: 0, the epoch, 0644.
final class TarSource: ByteSource {
    private static let pieceBytes = 256 << 10
    /// Largest size that eleven octal digits write, and longest name of the field.
    private static let largestOctal: UInt64 = 0o77_777_777_777
    private static let longestName = 100

    private enum State {
        case header(Int)
        case content(Int, any ByteSource, left: UInt64)
        case end
        case over
    }

    private let files: [PackedFile]
    private let pieces = PieceSource()
    private var state = State.header(0)

    /// An archive of `files`.
    init(_ files: [PackedFile]) { self.files = files }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try unsafe pieces.read(into: buffer, next) }

    private func next() throws -> [UInt8]? {
        switch state {
        case .header(let index):
            guard index < files.count else {
                state = .end
                return []
            }
            state = .content(index, try files[index].open(), left: files[index].size)
            return TarSource.head(of: files[index])
        case .content(let index, let source, let left):
            guard left > 0 else {
                guard try source.piece(1).isEmpty else { throw ContainerFault.changed(entry: index + 1) }
                state = .header(index + 1)
                return TarSource.padding(after: files[index].size)
            }
            let piece = try source.piece(Int(min(left, UInt64(TarSource.pieceBytes))))
            guard !piece.isEmpty else { throw ContainerFault.changed(entry: index + 1) }
            state = .content(index, source, left: left - UInt64(piece.count))
            return piece
        case .end:
            state = .over
            return [UInt8](repeating: 0, count: 2 * TarHeader.length)
        case .over: return nil
        }
    }

    /// The header of `file`, behind an extended one where it does not fit.
    private static func head(of file: PackedFile) -> [UInt8] {
        let name = Array(file.name.utf8)
        var records: [UInt8] = []
        if name.count > longestName { records += record("path", file.name) }
        if file.size > largestOctal { records += record("size", String(file.size)) }
        let short = Array(name.prefix(longestName))
        let own = header(short, min(file.size, largestOctal), kind: UInt8(ascii: "0"))
        guard !records.isEmpty else { return own }
        let size = UInt64(records.count)
        return header(Array("pax".utf8), size, kind: UInt8(ascii: "x")) + records + padding(after: size) + own
    }

    private static func header(_ name: [UInt8], _ size: UInt64, kind: UInt8) -> [UInt8] {
        var block = name + [UInt8](repeating: 0, count: longestName - name.count)
        for (value, digits) in [(0o644, 7), (0, 7), (0, 7), (size, 11), (0, 11)] as [(UInt64, Int)] {
            block += octal(value, digits) + [0]
        }
        let blank = [UInt8](repeating: 0x20, count: 8)
        var rest = [kind] + [UInt8](repeating: 0, count: 100) + Array("ustar\u{0}00".utf8)
        rest += [UInt8](repeating: 0, count: TarHeader.length - block.count - blank.count - rest.count)
        let sum = (block + blank + rest).reduce(UInt64(0)) { $0 + UInt64($1) }
        return block + octal(sum, 6) + [0, 0x20] + rest
    }

    private static func octal(_ value: UInt64, _ digits: Int) -> [UInt8] {
        let text = Array(String(value, radix: 8).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, digits - text.count)) + text
    }

    /// `LENGTH KEY=VALUE\n`, where the length counts its own digits.
    private static func record(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count
        while String(length).utf8.count + rest.utf8.count != length {
            length = String(length).utf8.count + rest.utf8.count
        }
        return Array((String(length) + rest).utf8)
    }

    private static func padding(after size: UInt64) -> [UInt8] {
        let over = Int(size % UInt64(TarHeader.length))
        return over == 0 ? [] : [UInt8](repeating: 0, count: TarHeader.length - over)
    }
}
