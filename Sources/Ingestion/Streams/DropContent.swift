internal import Convention
internal import Support

/// A file of a drop: its bytes, and the table that its records belong to.
struct DropFile {
    /// Which of the drop's tables, from 0.
    let table: Int
    let bytes: any ByteSource
}

/// The files of a drop, pulled one after the other; each is read to its end before the next.
protocol DropContent: AnyObject {
    /// The next file; nil once all were read and the drop is known to hold no more.
    func next() throws -> DropFile?
    /// What a manifest says of the files, known once all were read; nil where there is none.
    var manifest: DeliveryManifest? { get }
}

/// A drop that is one file of one table.
final class SingleFile: DropContent {
    private var file: DropFile?

    /// A drop of `bytes`.
    init(_ bytes: any ByteSource) { file = DropFile(table: 0, bytes: bytes) }

    var manifest: DeliveryManifest? { nil }

    func next() -> DropFile? { file.take() }
}
