import Foundation
import Identifiers
import Testing

@Suite struct NumberTests {
    private func isValid(_ kind: String, _ text: String) throws -> Bool {
        let bytes = Array(text.utf8)
        switch kind {
        case "nir": return NIR.isValid(bytes.span)
        case "finess": return FINESS.isValid(bytes.span)
        case "rpps": return RPPS.isValid(bytes.span)
        case "siret": return SIRET.isValid(bytes.span)
        case "siren": return SIRET.isValidEnterprise(bytes.span)
        default: throw UnknownKind()
        }
    }

    private struct UnknownKind: Error {}

    @Test func `judges numbers as the vectors say`() throws {
        for line in try Vector.lines("identifiers.txt") {
            #expect(try isValid(line[0], line[1]) == (line[2] == "yes"), "\(line)")
        }
    }

    @Test func `takes a NIR only where each of its characters is one it may be`() {
        let number = Array("285069999900246".utf8)
        func isValid(_ bytes: [UInt8]) -> Bool { NIR.isValid(bytes.span) }
        func isNumber(_ bytes: [UInt8]) -> Bool { NIR.number(bytes.span.extracting(0..<13)) != nil }
        #expect(isValid(number) && isNumber(number))
        for place in number.indices {
            for byte in UInt8.min...UInt8.max where byte != number[place] {
                var other = number
                other[place] = byte
                let isDigit = (0x30...0x39).contains(byte)
                // Of the digits at one place none gives the same remainder; no place of this number may hold a letter.
                #expect(!isValid(other), "\(place) \(byte) \(isDigit)")
                if place < 13, !isDigit { #expect(!isNumber(other)) }
            }
        }
    }

    @Test func `computes the key of a NIR that is valid with it`() throws {
        for line in try Vector.lines("identifiers.txt") where line[0] == "nir" && line[2] == "yes" {
            let bytes = Array(line[1].utf8)
            #expect(NIR.key(bytes.span.extracting(0..<13)) == Int(line[1].suffix(2)))
        }
    }

    @Test func `replaces Corsica's letters in the number`() {
        #expect(NIR.number(Array("160022A999003".utf8).span) == 1_600_219_999_003)
        #expect(NIR.number(Array("160022B999003".utf8).span) == 1_600_218_999_003)
    }

    @Test func `finds every change of one digit`() {
        let valid: [(String, String)] = [
            ("nir", "285069999900246"), ("finess", "990000002"), ("rpps", "10000000009"), ("siret", "73282932000074"),
        ]
        for (kind, text) in valid {
            for index in text.indices {
                for digit in "0123456789" where digit != text[index] {
                    let changed = text.replacingCharacters(in: index...index, with: String(digit))
                    #expect((try? isValid(kind, changed)) == false, "\(changed)")
                }
            }
        }
    }
}
