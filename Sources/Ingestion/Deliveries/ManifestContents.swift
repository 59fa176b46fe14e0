internal import Convention
internal import Crypto
internal import Support

/// The bytes of a manifest.
enum ManifestContents {
    /// All bytes of `source`, or so many that it is seen to have more than `limit`.
    static func read(_ source: any ByteSource, limit: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var filled = 0
        while filled < bytes.count {
            let read = try unsafe bytes.withUnsafeMutableBytes { raw in
                try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[filled...]))
            }
            if read == 0 { break }
            filled += read
        }
        return Array(bytes[..<filled])
    }
}

/// All that a manifest says and its convention does not.
struct ManifestFaults: Error {
    let faults: [ManifestFault]
}

extension DeliveryManifest {
    /// Digest over tables and contents, in the order of the tables' names: the same for two deliveries of the same content,
    /// whatever their files are called and however they are sealed.
    var contentDigest: SHA256Digest {
        get throws {
            let lines = files.map { "\($0.table) \($0.bytes) \($0.sha256)\n" }.sorted()
            return try SHA256.hash(Array(lines.joined().utf8))
        }
    }

    /// Files that hold another number of records than stated.
    func otherRows(_ result: DropPassResult) -> [any Fault] {
        files.compactMap { file in
            guard let found = result.tables.first(where: { $0.table.name == file.table })?.counts.read,
                Int64(found) != file.rows
            else { return nil }
            return DeliveryFault.otherRows(table: file.table, stated: file.rows, found: found)
        }
    }
}
