internal import Support

/// A stream of pieces of bytes that are made when they are asked for; what was given out is zeroed.
@safe
final class PieceSource {
    private var piece: [UInt8] = []
    private var taken = 0

    deinit { SecretBytes.zero(&piece) }

    /// Fills the start of `buffer` from the current piece, or from the next that `make` gives; an empty one is left out, nil is
    /// the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, _ make: () throws -> [UInt8]?) throws -> Int {
        guard buffer.count > 0 else { return 0 }
        while taken == piece.count {
            SecretBytes.zero(&piece)
            guard let next = try make() else {
                (piece, taken) = ([], 0)
                return 0
            }
            (piece, taken) = (next, 0)
        }
        let count = min(buffer.count, piece.count - taken)
        unsafe piece.withUnsafeBytes { raw in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[taken..<(taken + count)]))
        }
        taken += count
        return count
    }
}

extension ByteSource {
    /// The next bytes, at most `count`; empty at the end.
    func piece(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try unsafe bytes.withUnsafeMutableBytes { try unsafe self.read(into: $0) }
        bytes.removeLast(count - read)
        return bytes
    }
}
