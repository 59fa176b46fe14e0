import Envelope
import Support
import Testing

struct AgeReaderTests {
    let identity: AgeIdentity
    private let chunk = AgeReader.chunkSize

    init() throws { identity = try AgeIdentity.generate() }

    private func seal(_ plain: [UInt8]) throws -> [UInt8] { try AgeWriter.seal(plain, to: [identity.recipient]) }
    private func plain(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) } }
    private func fault(_ file: [UInt8], size: Int = 100_000) -> EnvelopeFault? {
        open(file, [identity], size: size).error as? EnvelopeFault
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 196_609], [1, 4096, 65_536, 300_000])
    func `opens what it sealed, whatever the length and the buffer`(length: Int, size: Int) throws {
        // Byte by byte is slow without optimisation and the same path as 4096.
        if size == 1, length > 1 { return }
        let plain = plain(length)
        let result = open(try seal(plain), [identity], size: size)
        #expect(result.error == nil)
        #expect(result.bytes == plain)
    }

    @Test func `opens a file that arrives in small pieces`() throws {
        let plain = plain(chunk + 10)
        let file = try seal(plain)
        #expect(open(file, [identity], drip: 7).bytes == plain)
        #expect(open(AgeArmor.encode(file), [identity], drip: 61).bytes == plain)
    }

    @Test func `opens with any of several identities and for any of several recipients`() throws {
        let other = try AgeIdentity.generate()
        let file = try AgeWriter.seal([1, 2, 3], to: [other.recipient, identity.recipient])
        #expect(open(file, [identity]).bytes == [1, 2, 3])
        #expect(open(file, [other]).bytes == [1, 2, 3])
        #expect(open(try seal([4]), [other, identity]).bytes == [4])
    }

    @Test func `says that a file is for someone else`() throws {
        let file = try AgeWriter.seal([1], to: [try AgeIdentity.generate().recipient])
        #expect(fault(file) == .notForUs)
        #expect(open(file, []).error as? EnvelopeFault == .notForUs)
    }

    @Test func `says truncated at every length a cut can leave`() throws {
        let file = try seal(plain(100))
        for length in 1..<file.count {
            let cut = Array(file[..<length])
            #expect(fault(cut)?.code == "envelope.truncated", "cut after \(length) bytes")
        }
        #expect(fault([]) == .empty)
    }

    @Test func `says truncated for a cut between and inside chunks, after giving out the whole ones`() throws {
        let file = try seal(plain(3 * chunk + 5))
        let header = file.count - (3 * chunk + 5) - 4 * 16
        for (rest, released) in [
            (1, 0), (16, 0), (0, 1), (15, 1), (16, 1), (17, 1), (0, 2), (30_000, 2), (0, 3), (20, 3),
        ] {
            let length = header + released * (chunk + 16) + rest
            let result = open(Array(file[..<length]), [identity])
            #expect(
                result.error as? EnvelopeFault == .truncated(bytes: UInt64(length)),
                "\(released) chunks and \(rest) bytes")
            #expect(result.bytes == plain(released * chunk))
        }
    }

    @Test func `says altered for a flipped bit in any whole chunk, and gives out only what comes before`() throws {
        let file = try seal(plain(3 * chunk))
        let header = file.count - 3 * (chunk + 16)
        for index in 0..<3 {
            for offset in [0, 1000, chunk, chunk + 15] {
                var altered = file
                altered[header + index * (chunk + 16) + offset] ^= 1
                let result = open(altered, [identity], size: 4096)
                #expect(result.error as? EnvelopeFault == .altered(chunk: UInt64(index + 1)))
                #expect(result.bytes == plain(index * chunk))
            }
        }
    }

    @Test func `refuses chunks that change places, and a chunk left out`() throws {
        let file = try seal(plain(3 * chunk))
        let header = file.count - 3 * (chunk + 16)
        func part(_ index: Int) -> [UInt8] { Array(file[(header + index * (chunk + 16))...].prefix(chunk + 16)) }
        #expect(fault(Array(file[..<header]) + part(1) + part(0) + part(2)) == .altered(chunk: 1))
        #expect(fault(Array(file[..<header]) + part(0) + part(2)) == .altered(chunk: 2))
    }

    @Test func `says trailing data for what follows the end of a whole last chunk`() throws {
        let file = try seal(plain(2 * chunk))
        #expect(fault(file + [0]) == .trailingData)
        #expect(fault(file + file) == .trailingData)
    }

    @Test func `says header altered for a changed code and for a stanza added`() throws {
        let file = try seal([1])
        let dashes = try #require(file.indices.first { file[$0...].starts(with: Array("--- ".utf8)) })
        var altered = file
        altered[dashes + 4] = file[dashes + 4] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        #expect(fault(altered) == .headerAltered)
        #expect(fault(file[..<dashes] + Array("-> x\n\n".utf8) + file[dashes...]) == .headerAltered)
    }

    @Test func `skips stanzas of kinds it does not know`() throws {
        let stanza = Array("-> ssh-ed25519 abc def\nAAAA\n-> grease a b\n\n".utf8)
        let file =
            Array("age-encryption.org/v1\n".utf8) + stanza + Array("--- \(String(repeating: "A", count: 43))\n".utf8)
        #expect(fault(file) == .notForUs)
    }

    @Test func `names a passphrase, and refuses one beside other stanzas`() throws {
        let scrypt = "-> scrypt \(String(repeating: "A", count: 22)) 10\n\(String(repeating: "A", count: 43))\n"
        let end = "--- \(String(repeating: "A", count: 43))\n"
        #expect(fault(Array("age-encryption.org/v1\n\(scrypt)\(end)".utf8)) == .passphrase)
        #expect(fault(Array("age-encryption.org/v1\n\(scrypt)-> x\n\n\(end)".utf8)) == .headerMalformed(line: 2))
    }

    @Test func `limits lines, stanzas and the size of a header`() {
        let start = Array("age-encryption.org/v1\n".utf8)
        #expect(fault(start + Array("-> \(String(repeating: "a", count: 1 << 20))".utf8)) == .headerTooLong)
        #expect(fault(start + Array(String(repeating: "-> x\n\n", count: 1000).utf8)) == .headerTooLong)
        let line = String(repeating: "A", count: 64) + "\n"
        #expect(fault(start + Array(("-> x\n" + String(repeating: line, count: 3000)).utf8)) == .headerTooLong)
    }

    @Test func `names a later version`() {
        #expect(fault(Array("age-encryption.org/v2\nanything\n".utf8)) == .unsupportedVersion)
    }

    @Test func `throws its first error again at every later read`() throws {
        var file = try seal(plain(2 * chunk))
        file[file.count - 1] ^= 1
        let reader = try AgeReader(source: MemorySource(file), identities: [identity])
        #expect(drain(reader, size: 1 << 20).bytes.count == chunk)
        for _ in 0..<3 {
            let result = drain(reader, size: 10)
            #expect(result.bytes.isEmpty)
            #expect(result.error as? EnvelopeFault == .altered(chunk: 2))
        }
    }

    @Test func `passes on what its source throws`() throws {
        struct Broken: Error {}
        final class BrokenSource: ByteSource {
            func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { throw Broken() }
        }
        #expect(throws: Broken.self) { try AgeReader(source: BrokenSource(), identities: []) }
    }
}
