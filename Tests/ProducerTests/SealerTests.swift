import Crypto
import Envelope
import Foundation
import Producer
import Support
import TestSupport
import Testing

@Suite struct SealerTests {
    private let folder: TemporaryDirectory
    private let identity: AgeIdentity

    init() throws {
        folder = try TemporaryDirectory()
        identity = try AgeIdentity.generate()
    }

    private func sealer(replaces: Bool = false) throws -> Sealer {
        try Sealer([identity.recipient], folder: folder.path, name: "day.age", replaces: replaces)
    }

    @Test func `a sealed file is whole, its owner's alone, and opens to what was read`() throws {
        let bytes = [UInt8](repeating: 9, count: 300_000)
        let sealer = try sealer()
        // Only what is read is sealed: the rest is read at the end.
        let file = try sealer.finish(sealer.sealing(MemorySource(bytes)))
        let sealed = try folder.read("day.age")
        #expect(file.size == UInt64(sealed.count))
        #expect(try SHA256.hash(sealed) == file.sha256)
        #expect(try SealedFile(file.path).sha256 == file.sha256)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let envelope = try EnvelopeOpener.open(
            MemorySource(sealed), identities: EnvelopeIdentities(age: [identity]),
            policy: EnvelopePolicy(formats: [.age]), now: Timestamp(seconds: 0))
        var opened: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 70_000)
        while case let count = try unsafe buffer.withUnsafeMutableBytes({ try unsafe envelope.read(into: $0) }),
            count > 0
        {
            opened += buffer[..<count]
        }
        #expect(opened == bytes)
    }

    @Test func `what is not finished leaves nothing, and a file that is there stays`() throws {
        do {
            let sealer = try sealer()
            var buffer = [UInt8](repeating: 0, count: 10)
            _ = try unsafe buffer.withUnsafeMutableBytes {
                try unsafe sealer.sealing(MemorySource([1, 2, 3])).read(into: $0)
            }
        }
        #expect(folder.allFiles() == [])
        try folder.write("day.age", [1])
        #expect(throws: (any Error).self) { _ = try sealer() }
        #expect(try folder.read("day.age") == [1])
        let again = try sealer(replaces: true)
        _ = try again.finish(again.sealing(MemorySource([])))
        #expect(try folder.read("day.age") != [1])
    }
}
