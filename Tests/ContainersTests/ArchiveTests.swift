import Containers
import Support
import TestSupport
import Testing

@Suite struct ArchiveTests {
    @Test(
        arguments: [
            "zip", "zip-stored", "zip-streamed", "zip-wide", "zip-streamed-wide", "zip-comment", "tar", "tar-ustar",
            "tar-gnu",
        ], [1, 511, 1 << 16])
    func `reads what Python writes, in pieces of any size`(_ kind: String, size: Int) throws {
        let format: ArchiveFormat = kind.hasPrefix("zip") ? .zip : .tar
        #expect(try Archives.read(Archives.make(kind), format, size: size) == Archives.files())
    }

    @Test func `reads what the tools write`() throws {
        let files = try Archives.files()
        let folder = try TemporaryDirectory()
        for file in files { try folder.write(file.name, file.bytes) }
        let names = "tests.csv controls.csv"
        let commands: [(String, ArchiveFormat)] = [
            ("zip -q - \(names) | cat", .zip), ("zip -q -0 out.zip \(names) && cat out.zip", .zip),
            ("zip -q -9 -X out9.zip \(names) && cat out9.zip", .zip), ("tar -c \(names)", .tar),
            ("tar -c --format=v7 ./tests.csv ./controls.csv --format=gnu", .tar),
            ("tar -c --format=pax \(names)", .tar), ("tar -c --format=ustar -b 1 \(names)", .tar),
            ("tar -cz \(names)", .tarGzip), ("tar -c \(names) | gzip -9n", .tarGzip),
            ("tar -c ./tests.csv ./controls.csv | zstd -q", .tarZstd),
        ]
        for (command, format) in commands {
            let archive = try Tool.run("sh", ["-c", command], directory: folder.path)
            #expect(archive.status == 0, "\(command): \(archive.errors)")
            #expect(try Archives.read(archive.stdout, format) == files, "\(command)")
        }
    }

    @Test(arguments: ["tar-pax-long", "tar-gnu-long", "tar-ustar-prefix"])
    func `reads long names`(_ kind: String) throws {
        let files = try Archives.read(Archives.make(kind), .tar)
        #expect(files.map(\.bytes) == [try Archives.make("tests")])
        #expect(files.first?.name.hasPrefix("dossier/dossier/") == true)
        #expect(files.first?.name.contains("/tests.csv") == true)
    }

    @Test func `reads the entries in their order, empty ones and archives without entries too`() throws {
        #expect(try Archives.read(Archives.make("zip-reversed"), .zip).map(\.name) == ["controls.csv", "tests.csv"])
        for (kind, format) in [("zip-empty-file", ArchiveFormat.zip), ("tar-empty-file", .tar)] {
            let files = try Archives.read(Archives.make(kind), format)
            #expect(files.map(\.bytes.count) == [0, try Archives.make("controls").count])
        }
        #expect(try Archives.read(Archives.make("zip-no-entries"), .zip) == [])
    }

    @Test func `checks the content of an entry that nobody reads`() throws {
        var archive = try Archives.make("zip")
        archive[3000] ^= 1
        let reader = try Unpacking.archive(MemorySource(archive), format: .zip)
        #expect(try reader.next()?.name == "tests.csv")
        #expect(throws: ContainerFault.self) { try reader.next() }
    }

    /// What is wrong with each archive of `archives.py`.
    private static let refusals: [(kind: String, fault: ContainerFault)] = [
        ("zip-folder", .entryKind(entry: 3)), ("zip-symlink", .entryKind(entry: 2)),
        ("zip-bzip2", .unsupported(entry: 1, feature: "method 12")),
        ("zip-stored-streamed", .unsupported(entry: 1, feature: "streamed")), ("zip-of-zips", .nested(.zip)),
        ("zip-of-gzip", .nested(.gzip)), ("zip-overlapping", .directoryDiffers), ("zip-quoted", .directoryDiffers),
        ("zip-directory-without-first", .directoryDiffers), ("zip-directory-without-second", .directoryDiffers),
        ("zip-directory-renamed", .directoryDiffers),
        ("zip-prefixed", .mismatch(found: .plain, expected: .zip)), ("zip-bomb", .ratio(limit: 200)),
        ("zip-many", .tooManyEntries(limit: 1000)), ("zip-absolute", .entryName(entry: 1)),
        ("zip-parent", .entryName(entry: 1)), ("zip-inner-parent", .entryName(entry: 1)),
        ("zip-backslash", .entryName(entry: 1)), ("zip-drive", .entryName(entry: 1)),
        ("zip-long-name", .entryName(entry: 1)), ("zip-control", .entryName(entry: 1)),
        ("zip-empty-part", .entryName(entry: 1)), ("tar-symlink", .entryKind(entry: 2)),
        ("tar-hard-link", .entryKind(entry: 2)), ("tar-folder", .entryKind(entry: 2)),
        ("tar-device", .entryKind(entry: 2)), ("tar-fifo", .entryKind(entry: 2)), ("tar-of-zip", .nested(.zip)),
        ("tar-of-tar", .nested(.tar)), ("tar-no-entries", .mismatch(found: .plain, expected: .tar)),
        ("tar-absolute", .entryName(entry: 1)), ("tar-parent", .entryName(entry: 1)),
        ("tar-inner-parent", .entryName(entry: 1)), ("tar-backslash", .entryName(entry: 1)),
        ("tar-drive", .entryName(entry: 1)), ("tar-long-name", .entryName(entry: 1)),
        ("tar-control", .entryName(entry: 1)), ("tar-empty-part", .entryName(entry: 1)),
    ]

    @Test(arguments: refusals) func `refuses`(_ refusal: (kind: String, fault: ContainerFault)) throws {
        let archive = try Archives.make(refusal.kind)
        #expect(throws: refusal.fault) {
            try Archives.read(archive, refusal.kind.hasPrefix("zip") ? .zip : .tar, size: 1 << 16)
        }
    }

    @Test func `refuses bytes between entries, and an encrypted entry by its own name`() throws {
        #expect(throws: ContainerFault.self) { try Archives.read(Archives.make("zip-gap"), .zip) }
        let folder = try TemporaryDirectory()
        try folder.write("tests.csv", Archives.make("tests"))
        let zip = try Tool.run("zip", ["-q", "-P", "secret", "out.zip", "tests.csv"], directory: folder.path)
        #expect(zip.status == 0)
        #expect(throws: ContainerFault.encrypted(entry: 1)) { try Archives.read(folder.read("out.zip"), .zip) }
    }

    @Test func `a block with the mark of tar and a checksum that is no octal number is no archive`() throws {
        let plain = try Checkout.read("Tests/ContainersTests/Corpus/binary-checksum.csv")
        #expect(plain[148] == 0x80 && plain[257..<262].elementsEqual("ustar".utf8))
        #expect(try Archives.read(plain, .none) == plain)
        #expect(throws: ContainerFault.mismatch(found: .plain, expected: .tar)) { try Archives.read(plain, .tar) }
    }

    @Test func `refuses folders, links and sparse files as tar writes them`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("d/tests.csv", Archives.make("tests"))
        let commands: [(String, ContainerFault)] = [
            ("tar -c d", .entryKind(entry: 1)), ("tar -c -C d .", .entryKind(entry: 1)),
            ("ln -s tests.csv d/l; tar -c d/l", .entryKind(entry: 1)),
            ("truncate -s 1M d/s; tar -cS --format=pax d/s", .unsupported(entry: 1, feature: "sparse")),
            ("tar -cS --format=gnu d/s", .entryKind(entry: 1)),
        ]
        for (command, fault) in commands {
            let archive = try Tool.run("sh", ["-c", command], directory: folder.path)
            #expect(archive.status == 0, "\(command): \(archive.errors)")
            #expect(throws: fault, "\(command)") { try Archives.read(archive.stdout, .tar) }
        }
    }

    @Test(arguments: [("zip", ArchiveFormat.zip), ("tar", .tar), ("tar.gz", .tarGzip), ("tar.zst", .tarZstd)])
    func `refuses what follows the end`(name: String, format: ArchiveFormat) throws {
        var archive = try Archives.make(name == "zip" ? "zip" : "tar")
        if format == .tarGzip { archive = try Archives.pipe(archive, "gzip") }
        if format == .tarZstd { archive = try Archives.pipe(archive, "zstd -q") }
        #expect(try Archives.read(archive, format).count == 2)
        for more in [Array("x".utf8), archive] where !(format == .tarGzip && more.count > 1) {
            #expect(throws: ContainerFault.trailingData) { try Archives.read(archive + more, format) }
        }
    }
}
