import Foundation
import Pseudonymisation
import Testing

@Suite struct CanonicalIdentifierTests {
    private func canonical(_ kind: IdentifierKind, _ text: [UInt8]) -> String {
        var output: [UInt8] = [7]
        do {
            try CanonicalIdentifier.append(kind, text.span, to: &output)
            return String(decoding: output.dropFirst(), as: UTF8.self)
        } catch {
            #expect(output == [7])
            return "!\(error.rawValue)"
        }
    }

    @Test func `writes identifiers as the vectors say`() throws {
        for line in try Vector.lines("canonical.txt") {
            let kind = try #require(IdentifierKind(rawValue: line[0]))
            let expected =
                line[2].hasPrefix("!") ? line[2].replacingOccurrences(of: "tooLong", with: "too-long") : line[2]
            #expect(canonical(kind, Array(line[1].utf8)) == expected, "\(line)")
        }
    }

    @Test func `is its own canonical form`() throws {
        for line in try Vector.lines("canonical.txt") where !line[2].hasPrefix("!") {
            let kind = try #require(IdentifierKind(rawValue: line[0]))
            #expect(canonical(kind, Array(line[2].utf8)) == line[2])
        }
    }

    @Test func `gives composed and decomposed names one form`() {
        #expect(canonical(.name, Array("Céline".precomposedStringWithCanonicalMapping.utf8)) == "CELINE")
        #expect(canonical(.name, Array("Céline".decomposedStringWithCanonicalMapping.utf8)) == "CELINE")
    }

    @Test(arguments: IdentifierKind.allCases)
    func `rejects an identifier that is too long`(kind: IdentifierKind) {
        #expect(canonical(kind, [UInt8](repeating: 0x41, count: CanonicalIdentifier.longest + 1)) == "!too-long")
    }

    @Test func `survives mutations of every vector`() throws {
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let seeds = try Vector.lines("canonical.txt").map { Array($0[1].utf8) }
        for _ in 0..<10_000 {
            var bytes = seeds[random(seeds.count)] + seeds[random(seeds.count)].prefix(random(4))
            for _ in 0..<random(3) where !bytes.isEmpty { bytes[random(bytes.count)] = UInt8(random(256)) }
            fuzzCanonicalIdentifier(bytes)
        }
    }

    private func fuzzCanonicalIdentifier(_ bytes: [UInt8]) {
        for kind in IdentifierKind.allCases {
            let once = canonical(kind, bytes)
            if !once.hasPrefix("!") {
                #expect(once.utf8.count <= bytes.count * 3)
                // Bytes that are no UTF-8 are kept by `opaque` alone.
                if kind != .opaque { #expect(canonical(kind, Array(once.utf8)) == once) }
            }
        }
    }
}
