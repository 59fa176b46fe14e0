import Foundation
import Identifiers
import Testing

@Suite struct CanonicalNameTests {
    @Test func `writes names as the vectors say, composed or decomposed`() throws {
        for line in try Vector.lines("names.txt") {
            for form in [
                line[0], line[0].decomposedStringWithCanonicalMapping, line[0].precomposedStringWithCanonicalMapping,
                line[0].decomposedStringWithCompatibilityMapping, line[0].uppercased(),
            ] {
                #expect(CanonicalName.of(form) == line[1], "\(form)")
            }
        }
    }

    @Test func `agrees with Unicode's decomposition on every scalar of the Latin blocks`() throws {
        for value in Array(0x20...0x24F) + Array(0x1E00...0x1EFF) + Array(0xFF21...0xFF5A) {
            let scalar = try #require(Unicode.Scalar(UInt32(value)))
            let expected = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars
                .filter { $0.isASCII && $0.properties.isAlphabetic }.map { String($0).uppercased() }.joined()
            // Letters that Unicode does not decompose have our own spelling.
            if !expected.isEmpty {
                #expect(CanonicalName.of(String(scalar)) == expected, "U+\(String(value, radix: 16))")
            }
        }
    }

    @Test func `is its own canonical form`() throws {
        for line in try Vector.lines("names.txt") { #expect(CanonicalName.of(line[1]) == line[1]) }
    }

    @Test(arguments: [
        [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80],
    ])
    func `rejects what is not UTF-8 and leaves the output as it was`(bytes: [UInt8]) {
        var output: [UInt8] = [1, 2]
        #expect(!CanonicalName.append((Array("Ab".utf8) + bytes).span, to: &output))
        #expect(output == [1, 2])
    }
}
