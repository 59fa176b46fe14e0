import Foundation
import Identifiers
import Testing

/// What a fuzzer calls: every function of the module on any bytes.
func fuzzIdentifiers(_ bytes: [UInt8]) {
    _ = NIR.isValid(bytes.span)
    _ = NIR.number(bytes.span)
    _ = FINESS.isValid(bytes.span)
    _ = RPPS.isValid(bytes.span)
    _ = SIRET.isValid(bytes.span)
    _ = Postcode.place(bytes.span)
    _ = ResidualScan.find(in: bytes.span)
    var output: [UInt8] = []
    let isText = CanonicalName.append(bytes.span, to: &output)
    #expect(output.count <= bytes.count)
    #expect(isText || output.isEmpty)
    #expect(output.allSatisfy { (0x41...0x5A).contains($0) })
}

@Suite struct IdentifiersFuzz {
    @Test func `survives mutations of every vector`() throws {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let seeds = try ["identifiers.txt", "postcodes.txt", "names.txt", "residual.txt"]
            .flatMap { try Vector.lines($0) }.flatMap { $0 }.map { Array($0.utf8) }
        for _ in 0..<20_000 {
            var bytes = seeds[random(seeds.count)]
            for _ in 0...random(4) {
                switch random(4) {
                case 0: bytes.insert(UInt8(random(256)), at: random(bytes.count + 1))
                case 1: if !bytes.isEmpty { bytes.remove(at: random(bytes.count)) }
                case 2: if !bytes.isEmpty { bytes[random(bytes.count)] = UInt8(random(256)) }
                default: bytes += seeds[random(seeds.count)]
                }
            }
            fuzzIdentifiers(bytes)
        }
    }
}
