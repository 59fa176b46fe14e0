internal import Containers
internal import Convention
internal import Support

/// Puts the files of a drop together: as they are, compressed, or in an archive.
final class DropPacker {
    private static let pieceBytes = 1 << 20

    private let drop: SyntheticDrop
    /// The files that were begun, in their order.
    private(set) var files: [FileMaker] = []

    init(_ drop: SyntheticDrop) { self.drop = drop }

    /// Hands the drop over piece by piece.
    func write(to sink: ([UInt8]) throws -> Void) throws {
        let table = drop.plan.tables[drop.files[0]].table
        guard table.entry != nil, let archive = drop.plan.convention.archive else {
            let file = try FileMaker(drop.plan, drop.files[0])
            files = [file]
            guard table.compression != .none else {
                while let piece = try file.piece() { try sink(piece) }
                return
            }
            return try copy(Packing.file(file, compression: table.compression), to: sink)
        }
        try copy(Packing.archive(try drop.files.map(packed), format: archive.format), to: sink)
    }

    /// A file on its way into the archive: an archive says the size before the content, so it is made once to be counted.
    private func packed(_ index: Int) throws -> PackedFile {
        let entry = drop.plan.tables[index].table.entry
        let name = entry.map { DropName(pattern: $0.pattern, example: $0.example).name(drop.plan.options.day) }
        let counted = try FileMaker(drop.plan, index)
        var size: UInt64 = 0
        while let piece = try counted.piece() { size += UInt64(piece.count) }
        return PackedFile(name: name ?? "", size: size) {
            let file = try FileMaker(self.drop.plan, index)
            self.files.append(file)
            return file
        }
    }

    private func copy(_ source: any ByteSource, to sink: ([UInt8]) throws -> Void) throws {
        var piece = [UInt8](repeating: 0, count: DropPacker.pieceBytes)
        while true {
            let count = try unsafe piece.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
            if count == 0 { return }
            try sink(Array(piece[..<count]))
        }
    }
}
