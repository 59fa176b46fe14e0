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

    static func fuzzFile(_ bytes: [UInt8]) throws {
        for compression in FileCompression.allCases {
            try expectLimited { [try Archives.read(bytes, compression, limits: limits, size: 1 << 16)] }
        }
    }

    static func fuzzArchive(_ bytes: [UInt8]) throws {
        for format in ArchiveFormat.allCases {
            try expectLimited { try Archives.read(bytes, format, limits: limits, size: 1 << 16).map(\.bytes) }
        }
    }

    private static func expectLimited(_ body: () throws -> [[UInt8]]) throws {
        do {
            let bytes = try body().reduce(0) { $0 + $1.count }
            #expect(UInt64(bytes) <= limits.totalBytes)
        } catch is ContainerFault {}
    }
}

@Suite struct ContainerFuzzTests {
    private let corpus: [[UInt8]]

    init() throws {
        corpus = try Checkout.files(below: "Tests/ContainersTests/Corpus", suffix: "").map(Checkout.read)
    }

    @Test func `a compressed file of any bytes is read or refused`() throws {
        #expect(corpus.count >= 8)
        try fuzz(corpus, seed: 11, count: 3000, name: "ContainerFuzz.fuzzFile", ContainerFuzz.fuzzFile)
    }

    @Test func `an archive of any bytes is read or refused`() throws {
        try fuzz(corpus, seed: 12, count: 3000, name: "ContainerFuzz.fuzzArchive", ContainerFuzz.fuzzArchive)
    }
}
