/// What NFKD, the removal of marks and upper case leave of a Unicode scalar, as letters A–Z.
///
/// Covers the blocks that hold Latin names: Latin-1, Extended-A, Extended-B, Extended Additional, the ligatures and the
/// full-width forms (Unicode 15 decompositions). Letters that Unicode does not decompose are written as registries write
/// them: Æ as AE, Œ as OE, ß as SS, Þ as TH, Ŋ as NG, and Ø, Ł, Đ, Ð, Ħ, Ŧ, ı without their stroke or as plain letters.
enum LatinLetters {
    /// A group of letters: at most three.
    typealias Group = (first: UInt8, second: UInt8, third: UInt8)

    /// One character a scalar from U+00A0 on: the letter, `.` for none, a digit for a group of ``pairs``.
    private static let extended: [UInt8] = Array(
        ("..........A...............O.....AAAAAA0CEEEEIIIIDNOOOOO.OUUUUY32"
            + "AAAAAA0CEEEEIIIIDNOOOOO.OUUUUY3YAAAAAACCCCCCCCDDDDEEEEEEEEEEGGGG"
            + "GGGGHHHHIIIIIIIIII55JJKKKLLLLLLLLLLNNNNNNN44OOOOOO11RRRRRRSSSSSS"
            + "SSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS.......................I........"
            + "OO.............UU....ZZ.............888666777AAIIOOUUUUUUUUUU.AA"
            + "AA00GGGGKKOOOO..J888GG..NNAA00OOAAAAEEEEIIIIOOOORRRRUUUUSSTT..HH"
            + "......AAEEOOOOOOOOYY............................").utf8)

    /// The same from U+1E00 on (vowels with two marks, as Vietnamese writes them).
    private static let additional: [UInt8] = Array(
        ("AABBBBBBCCDDDDDDDDDDEEEEEEEEEEFFGGHHHHHHHHHHIIIIKKKKKKLLLLLLLLMM"
            + "MMMMNNNNNNNNOOOOOOOOPPPPRRRRRRRRSSSSSSSSSSTTTTTTTTUUUUUUUUUUVVVV"
            + "WWWWWWWWWWXXXXYYZZZZZZHTWYAS..2.AAAAAAAAAAAAAAAAAAAAAAAAEEEEEEEE"
            + "EEEEEEEEIIIIOOOOOOOOOOOOOOOOOOOOOOOOUUUUUUUUUUUUUUYYYYYYYY......").utf8)

    private static let pairs: [(UInt8, UInt8)] = [
        ("A", "E"), ("O", "E"), ("S", "S"), ("T", "H"), ("N", "G"), ("I", "J"), ("L", "J"), ("N", "J"), ("D", "Z"),
    ].map { (pair: (Unicode.Scalar, Unicode.Scalar)) in
        (UInt8(truncatingIfNeeded: pair.0.value), UInt8(truncatingIfNeeded: pair.1.value))
    }

    /// The letters of `scalar`; zeros where it has fewer than three, or none.
    static func group(of scalar: UInt32) -> Group {
        switch scalar {
        case 0x41...0x5A: (UInt8(truncatingIfNeeded: scalar), 0, 0)
        case 0x61...0x7A: (UInt8(truncatingIfNeeded: scalar - 0x20), 0, 0)
        case 0xA0...0x24F: letters(extended[Int(scalar - 0xA0)])
        case 0x1E00...0x1EFF: letters(additional[Int(scalar - 0x1E00)])
        case 0xFB00: (UInt8(ascii: "F"), UInt8(ascii: "F"), 0)
        case 0xFB01: (UInt8(ascii: "F"), UInt8(ascii: "I"), 0)
        case 0xFB02: (UInt8(ascii: "F"), UInt8(ascii: "L"), 0)
        case 0xFB03: (UInt8(ascii: "F"), UInt8(ascii: "F"), UInt8(ascii: "I"))
        case 0xFB04: (UInt8(ascii: "F"), UInt8(ascii: "F"), UInt8(ascii: "L"))
        case 0xFB05, 0xFB06: (UInt8(ascii: "S"), UInt8(ascii: "T"), 0)
        case 0xFF21...0xFF3A: (UInt8(truncatingIfNeeded: scalar - 0xFF21 + 0x41), 0, 0)
        case 0xFF41...0xFF5A: (UInt8(truncatingIfNeeded: scalar - 0xFF41 + 0x41), 0, 0)
        default: (0, 0, 0)
        }
    }

    private static func letters(_ entry: UInt8) -> Group {
        switch entry {
        case UInt8(ascii: "."): (0, 0, 0)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            (pairs[Int(entry - UInt8(ascii: "0"))].0, pairs[Int(entry - UInt8(ascii: "0"))].1, 0)
        default: (entry, 0, 0)
        }
    }
}
