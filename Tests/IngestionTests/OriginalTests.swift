import Envelope
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Originals of refused drops: ciphertext is kept for replay, what anyone can read is not.
@Suite struct OriginalTests {
    private static let canary = "CANARY-DUPONT-1980"
    private static let plain = Array("nom;prenom\n\(canary);x\n".utf8)

    /// A DER element of `tag`.
    private static func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count
        return [tag, 0x82, UInt8(length >> 8), UInt8(length & 0xff)] + content
    }

    /// 1.2.840.113549.1.7 and one number more.
    private static func type(_ number: UInt8) -> [UInt8] {
        [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, number]
    }

    /// Files that a producer or an attacker may send, in each of which the canary can be read.
    private static let readable: [(name: String, bytes: [UInt8])] = [
        ("an age header with text for a body", Array("age-encryption.org/v1\n".utf8) + plain),
        ("a later version of age", Array("age-encryption.org/v9\n".utf8) + plain),
        ("an age armor that is none", Array("-----BEGIN AGE ENCRYPTED FILE-----\n".utf8) + plain),
        ("signed data", der(0x30, type(2) + der(0xa0, der(0x30, der(0x04, plain))))),
        ("plain data", der(0x30, type(1) + der(0xa0, der(0x04, plain)))),
        ("sealed data that is none", der(0x30, type(3) + der(0xa0, der(0x30, der(0x04, plain))))),
        ("a CMS type without content", der(0x30, type(3)) + plain),
        ("an OpenPGP armor that is none", Array("-----BEGIN PGP MESSAGE-----\n\n".utf8) + plain),
        ("a session key of OpenPGP, then text", [0x84, 13, 3, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 1, 1] + plain),
        (
            "a session key of OpenPGP, then a literal",
            [0x84, 14, 3, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 1, 1, 0, 0xac, UInt8(plain.count + 6), 0x62, 0, 0, 0, 0, 0]
                + plain
        ),
        ("text", plain),
    ]

    @Test(arguments: readable.indices, [false, true])
    func `nothing is kept of a file in clear, whatever it pretends to be and whatever it is refused for`(
        index: Int, named: Bool
    ) throws {
        let harness = try IngestionHarness(envelope: EnvelopePolicy(formats: EnvelopeFormat.allCases))
        let file = Self.readable[index]
        // A name that the convention does not know is refused before the file is opened.
        let id = try harness.handOver(sealed: file.bytes, named ? "SIDEP_20261119.csv.age" : "OTHER.csv.age")
        #expect(try harness.ingester.sweep() == 1)
        let end = try harness.end(id)
        #expect(end.state == .rejected && end.record.closedAt != nil, "\(file.name)")
        #expect(!end.record.result.keepsOriginal)
        for path in harness.folder.allFiles() {
            let text = String(decoding: try harness.folder.read(path), as: UTF8.self)
            #expect(!text.contains(Self.canary), "\(file.name): \(path)")
        }
        #expect(try harness.rows() == 0)
    }

    @Test func `a sealed file that is altered or cut, or that more follows, is not kept either`() throws {
        let harness = try IngestionHarness()
        let sealed = try harness.seal(Day.file([Day.row(1)]))
        var altered = sealed
        altered[altered.count - 1] ^= 1
        for bytes in [sealed + Self.plain, altered, Array(sealed.dropLast())] {
            let id = try harness.handOver(sealed: bytes, "SIDEP_20261119.csv.age")
            #expect(try harness.ingester.sweep() == 1)
            #expect(try harness.end(id).state == .rejected)
            #expect(try harness.end(id).record.closedAt != nil)
        }
        #expect(!harness.folder.allFiles().contains { $0.hasPrefix("archive/") })
    }

    @Test func `a sealed file that is refused is kept, also one for others or of an unknown name`() throws {
        let harness = try IngestionHarness()
        let sealed = try harness.seal(Day.file([Day.row(1)]))
        let other = try AgeWriter.seal(Self.plain, to: [try AgeIdentity.generate().recipient])
        for (bytes, name) in [(sealed, "OTHER.csv.age"), (other, "SIDEP_20261119.csv.age")] {
            let id = try harness.handOver(sealed: bytes, name)
            #expect(try harness.ingester.sweep() == 1)
            #expect(try harness.end(id).state == .rejected)
            #expect(harness.folder.allFiles().contains { $0.hasPrefix("archive/") && $0.contains(id) })
        }
        #expect(try harness.rows() == 0)
    }
}
