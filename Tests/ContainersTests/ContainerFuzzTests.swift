import Containers
import Support
import TestSupport
import Testing

/// What a fuzzer calls with any bytes: these must only not crash, hang or grow.
enum ContainerFuzz {
    /// What a target may give out at most.
    static let limits: ContainerLimits = {
        var limits = ContainerLimits()
        limits.totalBytes = 1 << 20
        return limits
    }()

    static func fuzzFile(_ bytes: [UInt8], _ compression: FileCompression) throws {
        try expectLimited { [try Archives.read(bytes, compression, limits: limits, size: 1 << 16)] }
    }

    static func fuzzArchive(_ bytes: [UInt8], _ format: ArchiveFormat) throws {
        try expectLimited { try Archives.read(bytes, format, limits: limits, size: 1 << 16).map(\.bytes) }
    }

    private static func expectLimited(_ body: () throws -> [[UInt8]]) throws {
        do {
            let bytes = try body().reduce(0) { $0 + $1.count }
            #expect(UInt64(bytes) <= limits.totalBytes)
        } catch is ContainerFault {}
    }
}

@Suite struct ContainerFuzzTests {
    /// The files of the corpus with one of `suffixes`.
    private func corpus(_ suffixes: String...) throws -> [[UInt8]] {
        let files = suffixes.flatMap { Checkout.files(below: "Tests/ContainersTests/Corpus", suffix: $0) }
        try #require(files.count >= 2)
        return try files.map(Checkout.read)
    }

    @Test func `fuzz: gzip`() throws {
        try fuzz(corpus(".gz"), seed: 11, count: 2000, name: "gzip") { try ContainerFuzz.fuzzFile($0, .gzip) }
    }

    @Test func `fuzz: zstd`() throws {
        try fuzz(corpus(".zst"), seed: 12, count: 2000, name: "zstd") { try ContainerFuzz.fuzzFile($0, .zstd) }
    }

    @Test func `fuzz: tar`() throws {
        try fuzz(corpus(".tar"), seed: 13, count: 2000, name: "tar") { try ContainerFuzz.fuzzArchive($0, .tar) }
    }

    @Test func `fuzz: zip`() throws {
        try fuzz(corpus(".zip"), seed: 14, count: 2000, name: "zip") { try ContainerFuzz.fuzzArchive($0, .zip) }
    }

    @Test func `every reader survives the files of every other`() throws {
        for bytes in try corpus("") {
            for compression in FileCompression.allCases { try ContainerFuzz.fuzzFile(bytes, compression) }
            for format in ArchiveFormat.allCases { try ContainerFuzz.fuzzArchive(bytes, format) }
        }
    }
}
