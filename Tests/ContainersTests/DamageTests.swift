import Containers
import Support
import TestSupport
import Testing

/// Every bit flipped, every cut, of small containers: refused, or the same content.
///
/// Not every bit of a container means something: the time in a gzip header, the version that made a zip entry. What these tests
/// show is that no damage ever gives other content. (A tar archive alone has no checksum over its content, and a zstd frame
/// made with `--no-check` has none either: there the envelope alone protects it.)
@Suite struct DamageTests {
    private static let rows = "id;name\n1;a\n2;b\n3;a\n4;bb\n5;a\n"
    private static let kinds = ["gzip", "zstd", "zip", "zip-stored", "zip-streamed", "tar.gz", "tar.zst"]

    /// Small containers of a kind with ``rows`` in them, and how to read them.
    private static func small(_ kind: String) throws -> (bytes: [UInt8], read: ([UInt8]) throws -> [Archives.File]) {
        let folder = try TemporaryDirectory()
        try folder.write("a.csv", rows)
        try folder.write("b.csv", "x\n1\n")
        let commands: [String: (String, ArchiveFormat?)] = [
            "gzip": ("gzip -c a.csv", nil), "zstd": ("zstd -qc a.csv", nil),
            "zip": ("zip -q -X o.zip a.csv b.csv; cat o.zip", .zip),
            "zip-stored": ("zip -q -0 o.zip a.csv b.csv; cat o.zip", .zip),
            "zip-streamed": ("zip -q -fd - a.csv b.csv | cat", .zip),
            "tar.gz": ("tar -c -b 1 a.csv b.csv | gzip", .tarGzip),
            "tar.zst": ("tar -c -b 1 a.csv b.csv | zstd -q", .tarZstd),
        ]
        let (command, format) = try #require(commands[kind])
        let made = try Tool.run("sh", ["-c", command], directory: folder.path)
        try #require(made.status == 0, "\(made.errors)")
        return (
            made.stdout,
            { bytes in
                if let format { return try Archives.read(bytes, format) }
                return [.init(name: "a.csv", bytes: try Archives.read(bytes, kind == "gzip" ? .gzip : .zstd))]
            }
        )
    }

    @Test(arguments: kinds) func `no flipped bit gives other content`(_ kind: String) throws {
        let (bytes, read) = try Self.small(kind)
        let good = try read(bytes)
        #expect(good.first?.bytes == Array(Self.rows.utf8))
        var refused = 0
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                do {
                    #expect(try read(flipped) == good, "byte \(index), bit \(bit)")
                } catch is ContainerFault {
                    refused += 1
                }
            }
        }
        #expect(refused > bytes.count * 8 / 3, "\(refused) of \(bytes.count * 8) flips are refused")
    }

    @Test(arguments: kinds) func `no cut is taken for the whole`(_ kind: String) throws {
        let (bytes, read) = try Self.small(kind)
        for count in bytes.indices {
            #expect(throws: ContainerFault.self, "\(count) of \(bytes.count) bytes") {
                try read(Array(bytes[..<count]))
            }
        }
    }
}
