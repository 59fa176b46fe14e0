/// How many cells of a terminal a text takes.
enum TerminalCells {
    /// Ranges that East Asian terminals draw two cells wide (Unicode Standard Annex 11, classes W and F, by block).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
        0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd,
    ]

    /// The cells of `text`.
    static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: 0
        default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    /// The start of `text` in at most `cells`, with `…` where something was cut.
    static func cut(_ text: String, to cells: Int) -> String {
        guard width(text) > cells else { return text }
        guard cells > 0 else { return "" }
        var result = ""
        var used = 0
        for character in text {
            let next = width(String(character))
            if used + next > cells - 1 { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }
}
